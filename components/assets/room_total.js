/** One line of the hall's total; the same node through every rerun, and a hidden page takes no stream. */
function said(pledges, labels) {
  const text = pledges.villages === 0 ? labels.none : pledges.villages >= pledges.of ? labels.all : labels.some;
  return text.replace("{villages}", pledges.villages).replace("{of}", pledges.of)
    .replace("{workers}", pledges.new_workers_text).replace("{amount}", pledges.amount_text);
}

export default function ({ data, parentElement }) {
  const [{ meeting, labels }] = data;
  let line = parentElement.querySelector("p");
  if (!line) {
    line = document.createElement("p");
    line.className = "rb-room-total";
    line.setAttribute("role", "status");
    line.style.cssText = "margin:0;font-size:1rem;font-weight:600;";
    parentElement.append(line);
  }
  let source = null;
  const open = () => {
    if (document.hidden || (source && source.readyState !== EventSource.CLOSED)) return;
    source = new EventSource("/live/events?ringkas&rapat=" + encodeURIComponent(meeting));
    source.onmessage = (event) => {
      const pledges = JSON.parse(event.data).pledges;
      const text = pledges && pledges.of ? said(pledges, labels) : "";
      if (line.textContent !== text) line.textContent = text;
    };
  };
  // A phone in a pocket drops its stream; back in the hand it takes the state as it is then.
  const turn = () => { if (document.hidden && source) { source.close(); source = null; } else open(); };
  document.addEventListener("visibilitychange", turn);
  const again = setInterval(open, 5000);
  open();
  return () => { clearInterval(again); document.removeEventListener("visibilitychange", turn); if (source) source.close(); };
}
