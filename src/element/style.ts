/** The element's own style; a page changes it through the parts and the custom properties. */
export const STYLE = `
:host {
  display: block;
  position: relative;
  overflow: hidden;
  border-radius: var(--affect-detect-radius, 12px);
  background: var(--affect-detect-background, #1f2421);
  color: var(--affect-detect-color, #fff);
  font: 14px/1.4 var(--affect-detect-font, system-ui, sans-serif);
}
:host([hidden]) { display: none; }
[part='frame'] { position: relative; }
[part='picture'] { display: block; width: 100%; height: auto; }
:host([mirror]) [part='picture'] { transform: scaleX(-1); }
[part='overlay'] { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; }
[part='status'] { margin: 0; padding: 10px 14px; }
[part='status']:empty { display: none; }
[part='button'] {
  min-height: 44px;
  margin: 10px 14px 14px;
  padding: 0 18px;
  border: 0;
  border-radius: 10px;
  background: var(--affect-detect-accent, #e69f00);
  color: var(--affect-detect-on-accent, #000);
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
[part='button']:focus-visible { outline: 3px solid currentcolor; outline-offset: 2px; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
