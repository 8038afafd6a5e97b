// The scenes that the facilitator chooses beside the progress. One stage holds them all; a scene that is shown fills its
// own nodes, the others are hidden, so that coming back to a scene finds it as it was.
const PAGE_MS = 9000;       // how long a page of a list that turns by itself is shown

function buildStage(view, labels) {
  const stage = view.stage = part(view.screen, "stage");
  stage.hidden = true;
  const scene = (name) => { const box = part(stage, "scene-" + name); box.hidden = true; return box; };
  view.scenes = {
    ranking: buildRoll(scene("ranking"), labels),
    village: buildSpotlight(scene("village"), labels),
    plan: buildPlan(scene("plan"), labels),
    join: buildBigJoin(scene("join"), labels),
    message: { box: scene("message") },
    countdown: buildCountdown(scene("countdown"), labels),
  };
  view.scenes.message.text = part(view.scenes.message.box, "message");
  view.scenes.message.text.setAttribute("aria-live", "polite");
}

/** A list that turns its pages by itself when it does not fit: ranking, and the villages of a large regency. */
function buildRoll(box, labels) {
  return { box, page_of: labels.page_of, title: part(box, "roll-title"), list: part(box, "roll", "ol"), note: part(box, "roll-note"), rows: [], page: 0, lines: [] };
}

function drawRoll(roll, title, note, rows) {
  setText(roll.title, title);
  roll.said = note;
  roll.rows = rows;
  turnRoll(roll, 0);
}

function turnRoll(roll, by) {
  const room = roomOf(roll), pages = Math.max(1, Math.ceil(roll.rows.length / room));
  roll.page = (roll.page + by) % pages;
  const shown = roll.rows.slice(roll.page * room, roll.page * room + room);
  while (roll.lines.length < shown.length) roll.lines.push(buildRollLine(roll.list));
  while (roll.lines.length > shown.length) roll.lines.pop().node.remove();
  shown.forEach((row, at) => drawRollLine(roll.lines[at], row));
  setText(roll.note, roll.said || (pages > 1 ? roll.page_of.replace("{page}", roll.page + 1).replace("{of}", pages) : ""));
}

/** How many lines the list has room for: the style sheet fills it with rows, and says how many columns there are. */
function roomOf(roll) {
  const style = getComputedStyle(roll.list);
  if (style.display !== "grid") return Math.max(1, roll.rows.length);  // a phone scrolls
  const columns = parseInt(style.getPropertyValue("--columns-of-roll"), 10) || 1;
  return Math.max(1, style.gridTemplateRows.split(" ").filter(Boolean).length) * columns;
}

function buildRollLine(list) {
  const node = element("li", "layar-roll-line", list);
  const line = { node };
  for (const name of ["bar", "place", "name", "text", "detail"]) line[name] = part(node, "roll-" + name, "span");
  line.fill = element("span", "", line.bar);
  return line;
}

function drawRollLine(line, row) {
  setText(line.place, row.place);
  setText(line.name, row.name);
  setAttribute(line.node, "data-kind", row.kind);
  setAttribute(line.node, "title", row.name);
  setStyle(line.fill, "width", Math.max(0, Math.min(1, row.share ?? 0)) * 100 + "%");
  setText(line.text, row.text);
  setText(line.detail, row.detail);
}

function buildSpotlight(box, labels) {
  const parts = { box };
  for (const name of ["place", "name"]) parts[name] = part(box, "spot-" + name);
  const facts = part(box, "spot-facts");
  parts.share = figure(facts, "spot-share", labels.village_coverage);
  parts.ifPaid = part(parts.share.line, "if-paid", "span");
  parts.bar = part(parts.share.box, "bar");
  part(parts.bar, "bar-now");
  part(parts.bar, "bar-paid");
  parts.counts = part(parts.share.box, "spot-counts");
  parts.uncovered = figure(facts, "spot-uncovered", labels.uncovered);
  parts.gap = part(parts.uncovered.box, "spot-counts");
  parts.pledge = part(box, "spot-pledge");
  for (const name of ["pledgeLabel", "amount", "lines"]) parts[name] = part(parts.pledge, "spot-" + name.toLowerCase(), "span");
  return parts;
}

function drawSpotlight(spot, village, state, labels) {
  setText(spot.place, village.subdistrict);
  setText(spot.name, village.title);
  setText(spot.share.value, village.percent);
  setText(spot.ifPaid, village.if_paid_percent ? village.if_paid_percent + " " + labels.if_paid : "");
  setStyle(spot.share.box, "--now", (village.share ?? 0) * 100 + "%");
  setStyle(spot.share.box, "--paid", (village.if_paid_share ?? village.share ?? 0) * 100 + "%");
  setText(spot.counts, village.counts);
  setText(spot.uncovered.value, village.uncovered);
  setText(spot.gap, village.gap);
  const waits = village.is_desa ? labels[state.meeting && state.meeting.state === "open" ? "not_yet" : "no_pledge"] : labels.no_funds;
  setText(spot.pledgeLabel, village.has_pledged ? labels.village_pledge : waits);
  setText(spot.amount, village.amount);
  setText(spot.lines, village.pledge);
  setAttribute(spot.pledge, "data-pledged", village.has_pledged);
}

function buildPlan(box, labels) {
  const parts = { box };
  for (const name of ["title", "name"]) parts[name] = part(box, "plan-" + name);
  parts.steps = part(box, "plan-steps", "ol");
  parts.lines = [];
  parts.facts = part(box, "plan-facts");
  for (const name of ["workers", "villages", "amount", "rule"]) parts[name] = part(parts.facts, "plan-" + name);
  setText(part(box, "plan-note"), labels.plan_note);
  return parts;
}

function drawPlan(parts, plan) {
  setText(parts.title, plan.title);
  setText(parts.name, plan.name === plan.rule ? "" : plan.name);
  while (parts.lines.length < plan.steps.length) {
    const node = part(parts.steps, "plan-step", "li");
    const line = { node, value: part(node, "value"), label: part(node, "plan-label"), bar: part(node, "bar") };
    part(line.bar, "bar-now");
    part(line.bar, "bar-paid");
    parts.lines.push(line);
  }
  while (parts.lines.length > plan.steps.length) parts.lines.pop().node.remove();
  plan.steps.forEach((step, at) => {
    const line = parts.lines[at];
    setText(line.value, step.percent);
    setText(line.label, step.label);
    setAttribute(line.node, "data-if-paid", at > 0);
    setStyle(line.node, "--now", (plan.steps[0].share ?? 0) * 100 + "%");
    setStyle(line.node, "--paid", (step.share ?? 0) * 100 + "%");
  });
  setText(parts.workers, "+" + plan.workers);
  setText(parts.villages, plan.villages);
  setText(parts.amount, plan.amount);
  setText(parts.rule, plan.rule);
}

function buildBigJoin(box, labels) {
  const parts = { box, qr: part(box, "join-qr", "img") };
  parts.qr.alt = labels.qr;
  const text = part(box, "join-steps");
  setText(part(text, "join-lead"), labels.join_lead);
  parts.address = part(text, "join-address");
  setText(part(text, "join-how"), labels.join_how);
  parts.present = part(text, "join-present");
  return parts;
}

function buildCountdown(box, labels) {
  const parts = { box, clock: part(box, "clock"), over: part(box, "clock-over"), text: part(box, "clock-text") };
  parts.clock.setAttribute("role", "timer");
  setText(parts.over, labels.time_up);
  return parts;
}

/** What is left, as m:ss; the server's clock counts, whatever the clock of the machine at the projector says. */
function drawClock(view) {
  const shown = view.shown && view.shown.projection;
  const ends = shown && shown.ends_at_ms;
  const left = ends ? Math.max(0, Math.ceil((ends - Date.now() - (view.ahead || 0)) / 1000)) : null;
  const text = left == null ? "" : Math.floor(left / 60) + "." + String(left % 60).padStart(2, "0");
  setText(view.scenes.countdown.clock, text);
  setAttribute(view.scenes.countdown.box, "data-over", left === 0);
  setText(view.left, text && shown.scene !== "countdown" ? "⏱ " + text : "");
  setAttribute(view.left, "data-over", left === 0);
}

function drawScene(view, state, labels) {
  const shown = state.projection || { scene: "progress" };
  const scene = shown.scene;
  setAttribute(view.screen, "data-scene", scene);
  setAttribute(view.screen, "data-scheme", shown.scheme === "dark" ? "dark" : null);
  setAttribute(view.screen, "data-hidden", Boolean(shown.is_hidden));
  setAttribute(view.screen, "data-size", shown.font_percent);
  const looks = scene + shown.font_percent;
  if (view.looks !== looks) { view.looks = looks; for (const tile of view.tiles.values()) fitName(tile.name, tile.full); }
  setText(view.covered, shown.is_hidden ? labels.hidden : "");
  const found = view.scenes[scene];
  view.stage.hidden = !found;
  for (const [name, one] of Object.entries(view.scenes)) one.box.hidden = name !== scene;
  if (scene === "ranking") drawRoll(found, shown.ranking.title, shown.ranking.note, shown.ranking.rows);
  if (scene === "village") drawSpotlight(found, shown.village, state, labels);
  if (scene === "plan") drawPlan(found, shown.plan);
  if (scene === "message") setText(found.text, shown.message);
  if (scene === "countdown") setText(found.text, shown.message);
  if (scene === "join") {
    setText(found.address, state.join ? state.join.address : "");
    setText(found.present, view.present.textContent);
    setAttribute(found.qr, "src", view.qr.getAttribute("src"));
  }
  drawClock(view);
}

/** Turns pages and moves the clock; ends with the screen. */
function startScenes(view) {
  const clock = setInterval(() => drawClock(view), 250);
  const pages = setInterval(() => {
    if (view.screen.dataset.stale !== undefined) return;
    if (!view.scenes.ranking.box.hidden) turnRoll(view.scenes.ranking, 1);
    if (!view.roll.box.hidden) turnRoll(view.roll, 1);
  }, PAGE_MS);
  return () => { clearInterval(clock); clearInterval(pages); };
}
