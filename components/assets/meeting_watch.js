/** Asks for one rerun when the meeting has taken a step; opened anew at each call, closed when the page moves on. */
export default function ({ data, setTriggerValue }) {
  const [{ meeting, revision }] = data;
  const source = new EventSource("/live/events?ringkas&rapat=" + encodeURIComponent(meeting));
  source.onmessage = (event) => {
    const now = JSON.parse(event.data).meeting;
    if (!now || now.revision === revision) return;
    source.close();
    setTriggerValue("changed", now.revision);
  };
  return () => source.close();
}
