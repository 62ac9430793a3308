import { vi } from 'vitest';

/** An XMLHttpRequest on top of the fake `fetch`, which tells once how much has gone out. */
export function fakeXhr(): void {
  const open = () => {
    const target = new EventTarget();
    const upload = new EventTarget();
    let [method, path] = ['GET', '/'];
    const call = {
      upload,
      status: 0,
      responseText: '',
      addEventListener: target.addEventListener.bind(target),
      open: (verb: string, address: string) => void ([method, path] = [verb, address]),
      setRequestHeader: () => undefined,
      abort: () => undefined,
      send(body: FormData) {
        const file = body.get('files');
        const loaded = file instanceof File ? file.size : 0;
        upload.dispatchEvent(Object.assign(new Event('progress'), { loaded }));
        void answer(body);
      },
    };
    const answer = async (body: FormData): Promise<void> => {
      try {
        const response = await fetch(path, { method, body });
        call.status = response.status;
        call.responseText = await response.text();
        target.dispatchEvent(new Event('load'));
      } catch {
        target.dispatchEvent(new Event('error'));
      }
    };
    return call;
  };
  // Called with `new`; what it returns is then the object.
  vi.stubGlobal('XMLHttpRequest', function XMLHttpRequest() {
    return open();
  });
}
