/** Hands the keyboard to a field once per turn; and from a village that was chosen by Enter on to its number. */
const seen = new WeakMap();

/** The field may be drawn a moment later than this. */
function focusSoon(key) {
  let left = 20;
  const timer = setInterval(() => {
    const input = document.querySelector(".st-key-" + key + " input:not([disabled])");
    left -= 1;
    if (input) {
      input.focus();
      if (input.getAttribute("role") !== "combobox") input.select();
    }
    if (input || left <= 0) clearInterval(timer);
  }, 40);
}

export default function ({ data, parentElement }) {
  const [{ field, turn, from, to }] = data;
  const before = seen.get(parentElement);
  seen.set(parentElement, turn);
  if (turn && turn !== before) focusSoon(field);
  const onKey = (event) => {
    if (event.key === "Enter" && event.target.closest?.(".st-key-" + from)) focusSoon(to);
  };
  document.addEventListener("keydown", onKey, true);
  return () => document.removeEventListener("keydown", onKey, true);
}
