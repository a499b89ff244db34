import { signal } from '@preact/signals';

/** The browser's offer to install the page; not every browser makes one. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}

const offer = signal<InstallOffer | null>(null);

/** Whether the page can be installed from a button of its own. */
export function canInstall(): boolean {
  return offer.value !== null;
}

/** Let the browser ask whether to install the page. An offer can be taken up once. */
export async function install(): Promise<void> {
  const taken = offer.peek();
  offer.value = null;
  await taken?.prompt();
}

/** Keep the browser's offer for the page's own button. */
export function listenForInstallOffer(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer.value = event as InstallOffer;
  });
  addEventListener('appinstalled', () => {
    offer.value = null;
  });
}
