// The way by which what holds this page in a frame follows its state. Only the state goes over it, as
// the fragment that the address would have, and is checked like one: a hostile host can bring about
// what its own address for the frame could, and nothing else.

export interface Told {
  // Which of the host's wishes the page knew when it said this: the host leaves older answers aside.
  revision: number;
  fragment: string;
}

// Announces the page to its host. What is returned tells it a new state; `ask` hears the host's.
export function connect(ask: (fragment: string) => void): (fragment: string) => void {
  if (window.parent === window) return () => undefined;
  let port: MessagePort | null = null;
  let revision = 0;
  window.addEventListener("message", (event) => {
    if (port || event.source !== window.parent || event.data?.infmap !== "port") return;
    port = event.ports[0] ?? null;
    if (!port) return;
    port.onmessage = ({ data }) => {
      if (!isTold(data)) return;
      revision = data.revision;
      ask(data.fragment);
    };
  });
  // A file and a sandboxed frame have no origin to name; the word says nothing.
  window.parent.postMessage({ infmap: "ready" }, "*");
  return (fragment) => port?.postMessage({ revision, fragment } satisfies Told);
}

export function isTold(data: unknown): data is Told {
  const { revision, fragment } = Object(data);
  return Number.isSafeInteger(revision) && typeof fragment === "string";
}
