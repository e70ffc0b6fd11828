/**
 * A page without content of its own, which the service worker keeps and answers with when there is no connection:
 * started under any address, it draws that address's page from what is on this device.
 */
export const ssr = false;
