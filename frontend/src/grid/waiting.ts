/** What waits on the phone, with its photos: IndexedDB, because localStorage holds no pictures. */
export interface Waiting {
  key: string; // of the form: the server does it once, however often it comes
  owner: string; // who wrote it; nobody else sends it
  url: string;
  title: string;
  fields: [string, string][];
  photos: { name: string; blob: Blob }[];
  at: number;
  trouble?: string; // why the server did not take it
}

const NAME = "wobangni-grid";
const STORE = "outbox";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const turn = db.transaction(STORE, mode);
      const asked = work(turn.objectStore(STORE));
      turn.oncomplete = () => resolve(asked.result);
      turn.onabort = () => reject(turn.error);
      turn.onerror = () => reject(turn.error);
    });
  } finally {
    db.close();
  }
}

export const put = (one: Waiting): Promise<unknown> => run("readwrite", (store) => store.put(one));
export const remove = (key: string): Promise<unknown> => run("readwrite", (store) => store.delete(key));

/** Everything that waits, the oldest first; nothing where the phone keeps nothing. */
export async function all(): Promise<Waiting[]> {
  try {
    const found = await run<Waiting[]>("readonly", (store) => store.getAll() as IDBRequest<Waiting[]>);
    return found.sort((a, b) => a.at - b.at);
  } catch {
    return [];
  }
}
