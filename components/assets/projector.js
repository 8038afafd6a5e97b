// The hall's screen. Streamlit calls the default function again at every rerun: one screen and one stream live on the
// element that it gives us, and every message only changes text and attributes of nodes that are already there.
const MARK_MS = 3400;       // how long a change stays marked
const DENSE = 40;           // above this many tiles names no longer fit at a size readable from 15 m

function part(parent, name, tag = "div") {
  const node = element(tag, "layar-" + name, parent);
  node.dataset.part = name;
  return node;
}

function figure(parent, name, label) {
  const box = part(parent, name);
  setText(part(box, "label"), label);
  const line = part(box, name === "coverage" ? "cover-line" : "figure-line");
  return { box, line, value: part(line, "value", "span") };
}

function build(root, labels) {
  const screen = element("div", "layar", root);
  screen.tabIndex = 0;  // on a phone it scrolls, also by keyboard
  const head = part(screen, "head");
  const view = { screen, title: part(head, "title"), badge: part(head, "badge") };
  view.meta = part(head, "meta");
  for (const name of ["state", "left", "covered", "present", "place", "month", "received", "stale"]) view[name] = part(view.meta, name, "span");
  view.stale.setAttribute("role", "status");
  buildStage(view, labels);
  view.map = part(screen, "map");
  view.board = part(view.map, "board");
  view.empty = part(view.map, "empty");
  const roll = part(view.map, "villages-roll");
  roll.hidden = true;
  view.roll = buildRoll(roll, labels);
  const figures = part(screen, "figures");
  view.villages = figure(figures, "villages", labels.villages);
  view.of = part(view.villages.line, "of", "span");
  view.workers = figure(figures, "workers", labels.workers);
  view.amount = figure(figures, "amount", labels.amount);
  view.coverage = figure(figures, "coverage", labels.coverage);
  buildBar(view);
  const latest = view.latest = part(screen, "latest");
  setText(part(latest, "label"), labels.latest);
  view.lines = part(latest, "lines", "ol");
  view.lines.setAttribute("aria-live", "polite");
  view.hint = part(latest, "hint");
  buildDecision(view, latest);
  const join = part(screen, "join");
  view.qr = part(join, "qr", "img");
  view.qr.alt = labels.qr;
  const text = part(join, "join-text");
  setText(part(text, "join-label"), labels.join);
  view.address = part(text, "address");
  view.host = element("span", "", view.address);
  view.port = element("span", "", view.address);
  return view;
}

function buildBar(view) {
  view.ifPaid = part(view.coverage.line, "if-paid", "span");
  view.bar = part(view.coverage.box, "bar");
  view.bar.setAttribute("role", "img");
  part(view.bar, "bar-now");
  part(view.bar, "bar-paid");
  part(view.bar, "bar-target");
  view.target = part(part(view.coverage.box, "target"), "target-text");
}

function buildDecision(view, latest) {
  view.decision = part(latest, "decision");
  view.decision.setAttribute("aria-live", "polite");
  view.decision.hidden = true;
  for (const name of ["decision-label", "decision-money", "decision-rule", "decision-workers"]) view[name] = part(view.decision, name, "span");
}

function mark(node) {
  if (node.dataset.fresh !== undefined) { delete node.dataset.fresh; void node.offsetWidth; }
  node.dataset.fresh = "";
  clearTimeout(node.freshTimer);
  node.freshTimer = setTimeout(() => delete node.dataset.fresh, MARK_MS);
}

function drawHead(view, state, labels) {
  const meeting = state.meeting, data = state.data;
  const sample = Boolean(data && data.is_sample);
  // The badge says LATIHAN already; the title need not say it twice.
  const title = meeting ? (sample ? meeting.title.replace(/^LATIHAN · /, "") : meeting.title) : labels.no_meeting;
  setText(view.title, title);
  setText(view.badge, labels.sample);
  view.badge.hidden = !sample;
  setAttribute(view.screen, "data-state", meeting ? meeting.state : "none");
  const addenda = meeting && meeting.addenda ? " · " + meeting.addenda + " " + labels.addenda : "";
  setText(view.state, meeting ? (labels["state_" + meeting.state] || meeting.state_label) + addenda : "");
  const present = state.attendance;
  const counted = present ? labels.present.replace("{villages}", present.villages).replace("{of}", present.of) : "";
  setText(view.present, counted);
  setText(view.place, state.regency ? state.regency.name : "");
  setText(view.month, data && data.month_label ? labels.data_month + " " + data.month_label : "");
  setText(view.received, state.received_at ? labels.received + " " + state.received_at : "");
}

function drawFigures(view, state, labels) {
  const pledges = state.meeting ? state.pledges : null;
  const cover = state.coverage;
  setText(view.villages.value, pledges ? pledges.villages : "–");
  setText(view.of, pledges ? "/ " + pledges.of : "");
  setText(view.workers.value, pledges ? (pledges.new_workers > 0 ? "+" : "") + pledges.new_workers_text : "–");
  setText(view.amount.value, pledges ? pledges.amount_text : "–");
  setText(view.coverage.value, cover ? cover.percent : "–");
  const pledged = cover && cover.if_paid_share != null && cover.if_paid_share > cover.share;
  const ifPaid = pledged ? cover.if_paid_percent + " " + labels.if_paid : "";
  setText(view.ifPaid, ifPaid);
  const target = cover && cover.target_share != null ? labels.target + " " + cover.target_percent : "";
  setText(view.target, target);
  view.coverage.box.classList.toggle("layar-no-target", !target);
  const percent = (share) => Math.max(0, Math.min(1, share ?? 0)) * 100 + "%";
  setStyle(view.coverage.box, "--now", percent(cover && cover.share));
  setStyle(view.coverage.box, "--paid", percent(pledged ? cover.if_paid_share : cover && cover.share));
  setStyle(view.coverage.box, "--target", percent(cover && cover.target_share));
  setAttribute(view.bar, "aria-label", [labels.coverage + " " + (cover ? cover.percent : "–"), ifPaid, target].filter(Boolean).join(", "));
}

function buildTile(view, code) {
  const node = element("div", "tile", view.board);
  node.dataset.code = code;
  const name = element("div", "tile-name", node);
  const foot = element("div", "tile-foot", node);
  return { node, name, kind: element("span", "tile-kind", foot), share: element("span", "tile-share", foot), plus: element("span", "tile-plus", foot) };
}

/** What a tile promises: the village's own pledge, or in the scene of a plan what the plan would give it. */
function promised(village, plan, labels) {
  const workers = plan ? plan.new_workers[village.code] || 0 : village.new_workers;
  const plus = workers > 0 ? "+" + workers.toLocaleString("id-ID") : !plan && village.committed ? labels.continued : "";
  return { plus, marked: plan ? workers > 0 : Boolean(village.committed) };
}

function drawTile(view, tile, village, board, labels) {
  const desa = village.kind !== "kelurahan";
  const { plus, marked } = promised(village, view.plan, labels);
  const changed = tile.plan === view.plan && (tile.plus.textContent !== plus || tile.node.hasAttribute("data-committed") !== marked);
  tile.plan = view.plan;
  setAttribute(tile.node, "data-kind", village.kind);
  setAttribute(tile.node, "data-step", desa ? stepOf(village.share) : null);
  setAttribute(tile.node, "data-committed", marked);
  setAttribute(tile.node, "title", village.name);
  setStyle(tile.node, "grid-column", (village.column ?? 0) - board.left + 1);
  setStyle(tile.node, "grid-row", (village.row ?? 0) - board.top + 1);
  setPercent(tile.share, village.percent);
  setText(tile.kind, desa ? "" : labels.kelurahan);
  setText(tile.plus, plus);
  setAttribute(tile.node, "data-long", plus.length > 4);
  if (tile.full !== village.name) { tile.full = village.name; fitName(tile.name, village.name); }
  if (changed && view.drawn) mark(tile.node);
}

function drawTiles(view, villages, labels) {
  view.board.hidden = !villages.length;
  setText(view.empty, villages.length ? "" : labels.no_data);
  if (!villages.length) return;
  const board = boardOf(villages);
  setStyle(view.screen, "--columns", board.columns);
  setStyle(view.screen, "--rows", board.rows);
  drawVillagesRoll(view, villages, labels);
  const seen = new Set(villages.map((village) => village.code));
  for (const [code, tile] of view.tiles) if (!seen.has(code)) { tile.node.remove(); view.tiles.delete(code); }
  for (const village of villages) {
    if (!view.tiles.has(village.code)) view.tiles.set(village.code, buildTile(view, village.code));
    drawTile(view, view.tiles.get(village.code), village, board, labels);
  }
}

/** Too many villages for names and figures on the tiles: colour and mark stay there, a list beside it tells the rest. */
function drawVillagesRoll(view, villages, labels) {
  const dense = villages.length > DENSE;
  setAttribute(view.screen, "data-dense", dense);
  view.roll.box.hidden = !dense;
  if (!dense) return;
  const rows = villages.map((village) => {
    const { plus } = promised(village, view.plan, labels);
    return { place: "", name: village.name, kind: village.kind, share: village.share, text: village.percent, detail: plus };
  });
  drawRoll(view.roll, labels.all_villages, "", rows);
}

function drawLatest(view, state, labels) {
  const latest = (state.meeting ? state.latest || [] : []).slice(0, 4);
  const keys = new Set(latest.map((line) => line.key));
  for (const [key, line] of view.pledges) if (!keys.has(key)) { line.node.remove(); view.pledges.delete(key); }
  latest.forEach((pledge, at) => {
    let line = view.pledges.get(pledge.key);
    const isNew = !line;
    if (isNew) {
      const node = part(view.lines, "line", "li");
      line = { node, time: part(node, "time"), village: part(node, "village"), text: part(node, "text"), money: part(node, "money") };
      view.pledges.set(pledge.key, line);
    }
    for (const [slot, value] of [["time", pledge.time], ["village", pledge.village], ["text", pledge.text], ["money", pledge.amount]]) setText(line[slot], value);
    if (view.lines.children[at] !== line.node) view.lines.insertBefore(line.node, view.lines.children[at] || null);
    if (isNew && view.drawn) mark(line.node);
  });
  setText(view.hint, latest.length ? "" : state.follow_up || (state.meeting ? labels["hint_" + state.meeting.state] : labels.hint_none));
}

function drawDecision(view, state, labels) {
  const decided = state.meeting ? state.decisions || [] : [];
  const newest = decided[0];
  view.decision.hidden = !newest;
  setAttribute(view.latest, "data-decided", Boolean(newest));
  const many = decided.length > 1 ? " " + labels.decision_of.replace("{count}", decided.length) : "";
  setText(view["decision-label"], newest ? labels.decision + many : "");
  setText(view["decision-money"], newest ? newest.amount : "");
  setText(view["decision-rule"], newest ? newest.rule : "");
  setText(view["decision-workers"], newest ? newest.workers + " " + labels.decision_in + " " + newest.villages + " · " + labels.if_paid : "");
  if (newest && newest.key !== view.decided && view.drawn) mark(view.decision);
  view.decided = newest && newest.key;
}

function drawJoin(view, join) {
  const [host, port] = join ? String(join.address).split(/(?=:\d+$)/) : [""];
  setText(view.host, host);
  setText(view.port, port);
  setStyle(view.address, "--length", Math.max(8, join ? String(join.address).length : 8));
  const svg = join && join.qr_svg;
  if (svg === view.svg) return;
  view.svg = svg;
  // As an image the drawing can run nothing, whatever it holds; an image needs the namespace that inline SVG leaves out.
  const named = svg && !svg.includes("xmlns=") ? svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"') : svg;
  setAttribute(view.qr, "src", named ? "data:image/svg+xml," + encodeURIComponent(named) : null);
}

function draw(view, state, labels) {
  const shown = state.projection;
  // The same figures keep the same plan, so that only what is new is marked.
  const plan = shown && shown.scene === "plan" ? shown.plan : null;
  if (JSON.stringify(plan) !== JSON.stringify(view.plan ?? null)) view.plan = plan;
  drawHead(view, state, labels);
  drawFigures(view, state, labels);
  drawTiles(view, state.villages || [], labels);
  drawLatest(view, state, labels);
  drawDecision(view, state, labels);
  drawJoin(view, state.join);
  view.shown = state;
  drawScene(view, state, labels);
  view.drawn = true;
}

function start(root, labels) {
  const view = build(root, labels);
  view.tiles = new Map();
  view.pledges = new Map();
  const live = new Live(view, labels);
  const endScenes = startScenes(view);
  const refit = () => {
    for (const tile of view.tiles.values()) fitName(tile.name, tile.full);
    for (const roll of [view.roll, view.scenes.ranking]) if (!roll.box.hidden) turnRoll(roll, 0);
  };
  const resize = new ResizeObserver(refit);
  resize.observe(view.map);
  if (document.fonts) document.fonts.ready.then(refit);
  return { view, live, stop() { live.close(); endScenes(); resize.disconnect(); view.screen.remove(); } };
}

export default function ({ data, parentElement }) {
  const [{ state, labels, follow }] = data;
  let handle = parentElement.projector;
  if (handle) clearTimeout(handle.ending);
  else handle = parentElement.projector = start(parentElement, labels);
  if (!isOlder(state, handle.view.shown)) draw(handle.view, state, labels);
  handle.live.open(follow);
  // Streamlit may clean up and call again in one breath at a rerun: end only what is not picked up again.
  return () => { handle.ending = setTimeout(() => { handle.stop(); delete parentElement.projector; }, 250); };
}
