import { isIP } from 'node:net';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Whether an address is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Build the check of a request's Host header. A foreign page can make its own name point at 127.0.0.1 and then read
 * our answers (DNS rebinding), but it can't make the browser send another name than its own.
 * @param listeningHost address or name that the server listens on; more than loopback also admits that name, and any
 * IP address, which no name can stand behind
 */
export function hostGuard(listeningHost: string): (hostHeader: string) => boolean {
  const isOpen = !isLoopback(listeningHost);
  return (hostHeader) => {
    const name = hostHeader.replace(/:\d+$/, '').toLowerCase();
    if (LOOPBACK_NAMES.includes(name) || isLoopback(name)) return true;
    return isOpen && (name === listeningHost.toLowerCase() || isIP(name.replace(/^\[|\]$/g, '')) !== 0);
  };
}
