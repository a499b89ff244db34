import { AffectDetectElement } from './affect-detect-element.js';

export { AffectDetectElement } from './affect-detect-element.js';

if (!customElements.get('affect-detect')) customElements.define('affect-detect', AffectDetectElement);

declare global {
  interface HTMLElementTagNameMap {
    'affect-detect': AffectDetectElement;
  }
}
