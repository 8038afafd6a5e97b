// The board of the overview. Each tile is a link that works without script (keyboard, middle click, copied address);
// a plain click is told to Python instead, so that the session goes on.
const DENSE = 60;

function buildLegend(legend, labels, isBeforeAfter) {
  if (isBeforeAfter) {
    for (const part of ["now", "paid"]) {
      setAttribute(element("span", "tilemap-step", legend), "data-part", part);
      setText(element("span", "", legend), labels[part]);
    }
  } else {
    setText(element("span", "", legend), labels.low);
    for (let step = 0; step < 6; step += 1) setStyle(element("span", "tilemap-step", legend), "background", "var(--step-" + step + ")");
    setText(element("span", "", legend), labels.high);
  }
  setAttribute(element("span", "tilemap-step", legend), "data-weave", true);
  setText(element("span", "", legend), labels.weave);
}

function buildMap(parentElement, labels, isBeforeAfter) {
  const root = element("div", "tilemap", parentElement);
  const map = { root, board: element("nav", "tilemap-board", root), legend: element("div", "tilemap-legend", root), tiles: new Map() };
  setAttribute(map.board, "aria-label", labels.title);
  buildLegend(map.legend, labels, isBeforeAfter);
  map.board.addEventListener("click", (event) => {
    const link = event.target.closest("a.tile");
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    map.pick(link.dataset.code);
  });
  const refit = () => { for (const tile of map.tiles.values()) fitName(tile.name, tile.full); };
  map.resize = new ResizeObserver(refit);
  map.resize.observe(root);
  if (document.fonts) document.fonts.ready.then(refit);
  return map;
}

function buildLink(map, code) {
  const node = element("a", "tile", map.board);
  node.dataset.code = code;
  node.href = "/desa?kode=" + encodeURIComponent(code);
  const name = element("span", "tile-name", node);
  const foot = element("span", "tile-foot", node);
  const share = element("span", "tile-share", foot);
  const track = element("span", "tile-track", node);
  return { node, name, foot, share, track, fill: element("span", "tile-fill", track) };
}

/** Before and after: the workers given, both percents, and the hatched part of the bar. */
function drawGift(tile, village) {
  tile.gift ??= element("span", "tile-gift", tile.foot);
  tile.paid ??= element("span", "tile-paid", tile.track);
  setText(tile.gift, village.gift);
  setStyle(tile.paid, "--paid", Math.max(0, Math.min(1, village.if_paid ?? 0) - (village.share ?? 0)) * 100 + "%");
}

function drawLink(tile, village, board, labels) {
  const isDesa = village.kind !== "kelurahan";
  const hasGift = village.gift != null && isDesa;
  const percent = (hasGift ? village.change : village.percent) ?? "–";
  const spoken = hasGift ? village.gift + ", " + percent + " " + labels.if_paid : percent;
  setAttribute(tile.node, "data-gift", hasGift);
  if (hasGift) drawGift(tile, village);
  setAttribute(tile.node, "data-kind", village.kind);
  setAttribute(tile.node, "data-step", isDesa && !hasGift ? stepOf(village.share) : null);
  setAttribute(tile.node, "title", village.name);
  setAttribute(tile.node, "aria-label", village.name + (isDesa ? "" : ", " + labels.kelurahan) + ", " + spoken);
  setAttribute(tile.name, "data-kind-label", labels.kelurahan);
  setStyle(tile.node, "--at-column", (village.column ?? 0) - board.left + 1);
  setStyle(tile.node, "--at-row", (village.row ?? 0) - board.top + 1);
  setStyle(tile.fill, "--share", Math.min(1, village.share ?? 0) * 100 + "%");
  setPercent(tile.share, percent);
  if (tile.full !== village.name) { tile.full = village.name; fitName(tile.name, village.name); }
}

function drawMap(map, villages, labels) {
  map.root.hidden = !villages.length;
  if (!villages.length) return;
  const board = boardOf(villages);
  setStyle(map.board, "--columns", board.columns);
  setAttribute(map.board, "data-gifts", villages.some((village) => village.gift != null));
  setAttribute(map.board, "data-dense", villages.length > DENSE);
  const seen = new Set(villages.map((village) => village.code));
  for (const [code, tile] of map.tiles) if (!seen.has(code)) { tile.node.remove(); map.tiles.delete(code); }
  for (const village of villages) {
    if (!map.tiles.has(village.code)) map.tiles.set(village.code, buildLink(map, village.code));
    drawLink(map.tiles.get(village.code), village, board, labels);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const [{ villages, labels }] = data;
  let map = parentElement.tilemap;
  if (map) clearTimeout(map.ending);
  else map = parentElement.tilemap = buildMap(parentElement, labels, villages.some((village) => village.gift != null));
  map.pick = (code) => setTriggerValue("village", code);
  drawMap(map, villages, labels);
  return () => { map.ending = setTimeout(() => { map.resize.disconnect(); map.root.remove(); delete parentElement.tilemap; }, 250); };
}
