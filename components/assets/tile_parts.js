// Shared by the projector and the overview: small helpers that only ever write text and attributes, never markup.
const STEPS = [0.25, 0.35, 0.5, 0.65, 0.8];
const SHORT = {
  Sungai: "S.", Pangkalan: "Pkl.", Tanjung: "Tj.", Kampung: "Kp.", Kampong: "Kp.", Gunung: "Gn.", Teluk: "Tlk.",
  Muara: "Ma.", Bukit: "Bkt.", Pulau: "P.", Lubuk: "Lb.", Padang: "Pd.", Labuhan: "Lab.", Simpang: "Sp.", Rantau: "Rt.",
};

function element(tag, className, parent) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (parent) parent.append(node);
  return node;
}

function setText(node, text) {
  const value = text == null ? "" : String(text);
  if (node.textContent !== value) node.textContent = value;
  return node;
}

function setAttribute(node, name, value) {
  if (value == null || value === false) { if (node.hasAttribute(name)) node.removeAttribute(name); return; }
  const text = value === true ? "" : String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

function setStyle(node, name, value) {
  if (node.style.getPropertyValue(name) !== String(value)) node.style.setProperty(name, value);
}

function stepOf(share) {
  return share == null ? null : STEPS.filter((edge) => share >= edge).length;
}

/** Columns and rows of the board, counted from the smallest one used, so that 0- and 1-based layouts both fit. */
function boardOf(villages) {
  const columns = villages.map((village) => village.column ?? 0);
  const rows = villages.map((village) => village.row ?? 0);
  const left = Math.min(...columns), top = Math.min(...rows);
  return { left, top, columns: Math.max(...columns) - left + 1, rows: Math.max(...rows) - top + 1 };
}

function overflows(node) {
  return node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight * 1.2;
}

/** A percent with a smaller sign; the text stays one string for readers and tests ("38%"). */
function setPercent(node, percent) {
  if (!node.firstChild) { element("span", "tile-digits", node); element("span", "tile-sign", node); }
  const text = percent ?? "–", sign = text.endsWith("%");
  setText(node.firstChild, sign ? text.slice(0, -1) : text);
  setText(node.lastChild, sign ? "%" : "");
}

/** Write a village name in at most two lines: whole, else with the usual map abbreviations, else with long words cut. */
function fitName(node, name) {
  const words = String(name).split(/\s+/);
  const usual = words.map((word, at) => (at < words.length - 1 && SHORT[word]) || word);
  const cut = (size) => usual.map((word) => (word.length > size + 1 ? word.slice(0, size) + "." : word));
  for (const attempt of [words, usual, cut(8), cut(6), cut(5), cut(4), cut(3)]) {
    setText(node, attempt.join(" "));
    if (!node.clientWidth || !overflows(node)) return;
  }
}
