/** What a reader of the results must know beside the figures, by scenario: reasons, and what was tried. */
export const remarks: Partial<Record<string, string>> = {};
