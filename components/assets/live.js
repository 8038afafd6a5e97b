// The one stream of a screen: takes what is newer, says when the line is gone, dials again by itself.
const PATIENCE_MS = 5000;   // without an open stream for so long, the screen says so
const SILENCE_MS = 15000;   // after so long without a message, ask the server whether it is still there
const POLL_MS = 5000;       // where no stream comes through at all, ask for the state so often

function address(meetingId) {
  return "/live/events" + (meetingId ? "?rapat=" + encodeURIComponent(meetingId) : "");
}

/** One meeting at one revision only counts upwards; anything else (another meeting, a correction) is simply newer. */
function isOlder(state, shown) {
  if (!shown || !shown.meeting || !state.meeting) return false;
  const same = shown.meeting.id === state.meeting.id && shown.meeting.revision === state.meeting.revision;
  return same && state.counter < shown.counter;
}

class Live {
  constructor(view, labels) {
    this.view = view;
    this.labels = labels;
    this.source = null;
    this.alive = 0;
    this.timer = setInterval(() => this.watch(), 1000);
    this.lost = () => this.fail();
    window.addEventListener("offline", this.lost);
  }

  open(meetingId) {
    if (this.source && this.meetingId === meetingId && this.source.readyState !== EventSource.CLOSED) return;
    if (this.source) this.source.close();
    this.meetingId = meetingId;
    this.opened = performance.now();
    const source = this.source = new EventSource(address(meetingId));
    // A database made anew counts from the start again, so the first message of a connection is always taken.
    source.onopen = () => { this.isFirst = true; this.heard(); };
    source.onmessage = (event) => { this.setClock(event.lastEventId); this.take(source, event.data); };
    source.onerror = () => { if (this.source === source) this.fail(); };
  }

  take(source, text) {
    if (this.source !== source) return;
    let state;
    try { state = JSON.parse(text); } catch { return; }
    this.heard();
    const isFirst = this.isFirst;
    this.isFirst = false;
    if (isFirst || !isOlder(state, this.view.shown)) draw(this.view, state, this.labels);
  }

  /** Each message carries the server's clock as its id: a countdown ends everywhere at the same moment. */
  setClock(id) {
    if (/^\d+$/.test(id)) this.view.ahead = Number(id) - Date.now();
  }

  heard() {
    this.alive = performance.now();
    this.failing = this.answered = null;
    this.show();
  }

  fail() {
    this.failing ??= performance.now();
  }

  watch() {
    const now = performance.now();
    const isOpen = this.source && this.source.readyState === EventSource.OPEN;
    // A proxy that keeps the stream's answer to itself looks open, and brings nothing.
    if (this.source && (!isOpen || (this.isFirst && now - this.opened > PATIENCE_MS))) this.fail();
    // The browser gives up for good on some answers (a proxy's 502): then we dial again ourselves.
    if (this.source && this.source.readyState === EventSource.CLOSED && now - this.opened > 3000) this.open(this.meetingId);
    if (isOpen && now - this.alive > SILENCE_MS) this.probe();
    if (this.failing != null && now - Math.max(this.failing, this.polled || 0) > POLL_MS) this.poll();
    this.show();
  }

  /** The safety net: a proxy that lets no stream through answers plain questions; without an answer nothing changes. */
  async poll() {
    this.polled = performance.now();
    const asked = this.meetingId;
    try {
      const answer = await fetch(address(this.meetingId).replace("events", "state"), { cache: "no-store", signal: AbortSignal.timeout(4000) });
      if (!answer.ok) return;
      const state = await answer.json();
      if (this.meetingId !== asked || this.failing == null) return;
      if (!isOlder(state, this.view.shown)) draw(this.view, state, this.labels);
      this.answered = performance.now();
      this.show();
    } catch { /* the line is gone: the screen says so by itself */ }
  }

  /** A Wi-Fi that vanishes without a word leaves the stream "open" for minutes; a small question finds out. */
  async probe() {
    this.alive = performance.now();
    const source = this.source;
    try {
      const answer = await fetch("/_stcore/health", { cache: "no-store", signal: AbortSignal.timeout(4000) });
      if (!answer.ok) throw new Error("unhealthy");
    } catch {
      if (this.source !== source) return;
      source.close();
      this.fail();
    }
  }

  show() {
    // What is asked for every five seconds may be twice as old as that before it is called old.
    const patience = this.answered ? 2 * PATIENCE_MS : PATIENCE_MS;
    const isStale = this.failing != null && performance.now() - Math.max(this.failing, this.answered || 0) >= patience;
    if (isStale === this.isStale) return;
    this.isStale = isStale;
    const time = this.view.shown && this.view.shown.received_at;
    setText(this.view.stale, isStale ? this.labels.stale + (time ? " · " + this.labels.stale_data + " " + time : "") : "");
    setAttribute(this.view.screen, "data-stale", isStale);
  }

  close() {
    clearInterval(this.timer);
    window.removeEventListener("offline", this.lost);
    if (this.source) this.source.close();
  }
}
