/** Asks for a rerun of the villages when the meeting has counted on; opened anew at each call. */
export default function ({ data, setTriggerValue }) {
  const [{ meeting, revision, counter }] = data;
  const source = new EventSource("/live/events?ringkas&rapat=" + encodeURIComponent(meeting));
  source.onmessage = (event) => {
    const now = JSON.parse(event.data);
    if (!now.meeting || (now.meeting.revision === revision && now.counter <= counter)) return;
    source.close();
    setTriggerValue("changed", now.counter);
  };
  return () => source.close();
}
