/** How to allow the camera again, by browser; the first whose sign is in the user agent's text is meant. */
const ADVICE: readonly (readonly [sign: RegExp, how: string])[] = [
  [/Firefox|FxiOS/, 'click the crossed-out camera left of the address and take the block away'],
  [/Android/, 'tap the icon left of the address, then Permissions, Camera, Allow'],
  [/iPhone|iPad/, 'tap the page icon in the address field, then Website Settings, Camera, Allow'],
  [/Edg\//, 'click the lock left of the address, then set Camera to Allow'],
  [/Chrome|Chromium/, 'click the icon left of the address and switch Camera on'],
  [/Safari/, 'choose Safari, Settings for This Website, Camera, Allow in the menu bar'],
];
const ELSEWHERE =
  "look for a camera or a lock beside the address, or for the site's permissions in the settings";

/** Where macOS and Windows keep their own switch, which stands above the browser's. */
const SYSTEMS: readonly (readonly [sign: RegExp, where: string])[] = [
  [/Mac OS X/, 'System Settings, Privacy & Security, Camera'],
  [/Windows/, 'Settings, Privacy & security, Camera'],
];

/**
 * What to do when the camera was denied: a sentence for the browser that runs.
 * @param userAgent `navigator.userAgent`
 * @param reason the browser's own message, which names the system where that is what denies
 */
export function permissionAdvice(userAgent: string, reason: string): string {
  if (/system/i.test(reason)) {
    const where = SYSTEMS.find(([sign]) => sign.test(userAgent))?.[1] ?? "the system's privacy settings";
    return `The system doesn't let this browser use the camera. Allow it in ${where}, then start it again.`;
  }
  const how = ADVICE.find(([sign]) => sign.test(userAgent))?.[1] ?? ELSEWHERE;
  return `Camera permission was denied. Allow the camera for this site: ${how}. Then start it again.`;
}
