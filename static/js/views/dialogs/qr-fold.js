/** An address as a QR code, folded until a class is to point its phones at it. */

import { html } from "lit-html";

import { qrCode } from "../../layout/qr-code.js";
import { gettext } from "../../store/words.js";
import { kept } from "../memo.js";

/** @typedef {ReturnType<typeof qrCode>} Code */

/** Only this machine can open such an address. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** @returns {(address: string) => import("lit-html").TemplateResult} */
export function qrFold() {
  /** @type {(make: () => Code, address: string) => Code} */
  const code = kept();
  return (address) => {
    const { size, path } = code(() => qrCode(address), address);
    return html`<details class="qr-fold">
      <summary>${gettext("As a QR code")}</summary>
      <svg class="qr" viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${address}>
        <path class="paper" d=${`M0 0h${size}v${size}h-${size}z`} />
        <path d=${path} />
      </svg>
      ${
        LOOPBACK.test(new URL(address).hostname)
          ? html`<p class="note">
              ${gettext("This address is this machine's own: other machines can't open it.")}
            </p>`
          : ""
      }
    </details>`;
  };
}
