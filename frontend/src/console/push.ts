/** Web push: asks the browser for its consent and tells the server where this browser is reached. */
export function push(page: Document): void {
  const button = page.querySelector<HTMLButtonElement>("button[data-push]");
  const says = page.querySelector<HTMLElement>("[data-push-says]");
  if (!button || !says || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await navigator.serviceWorker.register("/sw.js");
      const worker = await navigator.serviceWorker.ready;
      const agreed = await worker.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: bytes(button.dataset.pushKey ?? ""),
      });
      const answer = await tell(button.dataset.push ?? "", agreed);
      says.textContent = answer.ok ? (button.dataset.pushDone ?? "") : await answer.text();
    } catch {
      says.textContent = button.dataset.pushRefused ?? "";
    }
    button.disabled = false;
  });
}

function tell(url: string, agreed: PushSubscription): Promise<Response> {
  const { endpoint, keys } = agreed.toJSON();
  const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
  const name = /(Edg|Firefox|Chrome|Safari)[^ ]*/.exec(navigator.userAgent)?.[0] ?? "";
  const body = new URLSearchParams({
    endpoint: endpoint ?? "",
    p256dh: keys?.["p256dh"] ?? "",
    auth: keys?.["auth"] ?? "",
    name,
    csrfmiddlewaretoken: token,
  });
  return fetch(url, { method: "POST", body, credentials: "same-origin" });
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
