/** What a reader of the results must know beside the figures, by scenario: reasons, and what was tried. */
export const remarks: Partial<Record<string, string>> = {
  propagation:
    'p99 holds a window of up to 16 ms for 200 people and a commit that is fsynced before anyone sees the edit; the peers send at once what is in memory only. A shorter window makes more frames, and each frame is a write to every socket (docs/decisions/0006); with 12.5 ms p99 was 17 ms, at 0.87× the CPU of the best peer.',
  'slow-reader':
    'What waits for the slow reader is bounded to 256 KiB. The rest is the plan, which takes in 60,000 edits in that minute: its tail, the segments that went into the base last, and the heap between two collections. In longer runs it falls back with every compaction.',
  history:
    'Right after a start the same takes longer: code that runs for the first time. Once it has answered, any question about that plan takes what the other rows say.',
  'presence-alive':
    'The window of 16 ms that a thousand people have, and the commit, are most of it: the batching relay, which stores nothing, has the same window and 23 ms. The peers take three times the processor for it.',
};
