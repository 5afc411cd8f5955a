// The lines that show a page in another page: what `infmap embed --compact` writes for an address.

// By this name a frame asks its page for the compact layout; what is opened from it has another name.
export const COMPACT = "infmap-compact";
// The page needs its script, opens sources in new windows and gives its reader files.
const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads";
// A narrow screen has the map below the text.
const STYLE =
  "box-sizing:border-box;width:100%;height:clamp(500px,calc((640px - 100vw)*999 + 500px),620px);" +
  "border:1px solid #d9dee1;border-radius:8px";

export function snippet(address: string, title: string): string {
  const attributes = {
    src: address,
    name: COMPACT,
    title,
    sandbox: SANDBOX,
    allow: "clipboard-write",
    loading: "lazy",
    width: "100%",
    height: "500",
    style: STYLE,
  };
  const words = Object.entries(attributes).map(([name, text]) => `${name}="${escaped(text)}"`);
  return `<iframe ${words.join(" ")}></iframe>`;
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#x27;",
};

// In ASCII: the page that it is pasted into may have any encoding.
function escaped(text: string): string {
  return text.replace(
    /[&<>"']|[^\0-\x7f]/gu,
    (mark) => ENTITIES[mark] ?? `&#${mark.codePointAt(0)};`,
  );
}
