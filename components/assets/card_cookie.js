/** Hands a code that was typed here to the server, which answers with the cookie that the next reload reads. */
export default function ({ data, parentElement }) {
  const [{ code }] = data;
  if (parentElement.kept === code) return;
  parentElement.kept = code;
  let again;
  const keep = () => {
    // "keepalive": whoever reloads at once has the cookie all the same.
    fetch("/kartu", { method: "POST", body: code, keepalive: true }).catch(() => {
      again = setTimeout(keep, 3000);
    });
  };
  keep();
  return () => clearTimeout(again);
}
