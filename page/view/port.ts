// The way by which what holds this page in a frame follows its state and its height. Only these go over
// it; the state is the fragment that the address would have, and is checked like one: a hostile host
// can bring about what its own address for the frame could, and nothing else. Who has the other end of
// the port is heard, and nobody else: it is handed over once, by the page around this one.

export interface Told {
  // Which of the host's wishes the page knew when it said this: the host leaves older answers aside.
  revision: number;
  fragment: string;
}

export interface Host {
  tellState: (fragment: string) => void;
  // The height in CSS pixels with which nothing of the page is hidden.
  tellHeight: (height: number) => void;
}

// Announces the page to its host, and tells it what changes; `ask` hears the host's wishes.
export function connect(ask: (fragment: string) => void): Host {
  let port: MessagePort | null = null;
  let revision = 0;
  let [state, height]: [string | null, number | null] = [null, null];
  if (window.parent !== window) {
    window.addEventListener("message", hear);
    announce();
  }

  function hear({ source, data, ports }: MessageEvent): void {
    if (port || source !== window.parent) return;
    if (data?.infmap === "hello") announce();
    if (data?.infmap !== "port" || !ports[0]) return;
    port = ports[0];
    port.onmessage = ({ data }) => {
      if (!isTold(data)) return;
      revision = data.revision;
      ask(data.fragment);
    };
    if (state !== null) tellState(state);
    if (height !== null) tellHeight(height);
  }

  function tellState(fragment: string): void {
    state = fragment;
    port?.postMessage({ revision, fragment } satisfies Told);
  }

  function tellHeight(px: number): void {
    height = px;
    port?.postMessage({ height: px });
  }

  return { tellState, tellHeight };
}

// A file and a sandboxed frame have no origin to name; the word says nothing.
function announce(): void {
  window.parent.postMessage({ infmap: "ready" }, "*");
}

export function isTold(data: unknown): data is Told {
  const { revision, fragment } = Object(data);
  return Number.isSafeInteger(revision) && typeof fragment === "string";
}
