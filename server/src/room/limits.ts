/** How much of everything (docs/sync.md names the rules). Sizes in bytes, times in milliseconds. */

const KiB = 1024;
const MiB = 1024 * KiB;

/** S1: structs in one update; and deleted ranges, of which a returning client repeats all. Reading so many takes about 20 ms. */
export const maxUpdateStructs = 30_000;
export const maxDeletedRanges = 500_000;
/** S1: types within types. A plan's own deepest is 5: elements, element, body, block, text. */
export const maxDepth = 64;
/** S1: how far the clock of one client id may go: far beyond what a lifetime of typing needs. */
export const maxClock = 2 ** 31;
/** S2: client ids under which one update adds something. Each offline tab of a person adds one. */
export const maxWritersPerUpdate = 256;
/** S2: client ids that an actor may begin to write under in a day: every tab that writes is one. */
export const maxNewClientsPerDay = 1_000;
/** S2: owners of client ids that a room keeps at hand. */
export const maxOwnersInMemory = 10_000;
/** S1: what an actor may have written of which no worker has tried out what it takes, see `update-weight.ts`: 200 places. */
export const maxUnrehearsedWeight = 20_000;
/** S1: what an update may take a document, milliseconds of a processor: some in any case, and more the heavier it is. */
export const rehearsalMs = 20;
export const rehearsalMsPerWeight = 0.0005;
/** S1: with the time to load the plan; what takes longer is given up. */
export const rehearsalDeadlineMs = 5_000;
/** S1: whoever was refused for it has nothing tried out for so long. */
export const refuseToRehearseMs = 60_000;
/** S1: deleted ranges of a plan, which everyone who comes back repeats; and of one update those that are new. */
export const maxPlanDeletedRanges = 400_000;
export const maxNewDeletedRanges = 20_000;
/** S1: messages that a session may send at once, and how many it earns back per second. */
export const messageBurst = 2_000;
export const messagesPerSecond = 200;

/** S5: how long the first update of a frame waits for others. Grows with the number of people who get it: a frame costs each. */
export const maxWindowMs = 16;
export const windowMsPerSession = 0.08;
/** S5: with no more people than this nothing waits. */
export const maxSessionsWithoutWindow = 8;

/** S6: presence is sent together, no more often than this; in a crowd less often. */
export const presenceEveryMs = 100;
export const crowdPresenceEveryMs = 1_000;
/** S6: y-protocols forgets whom it has not heard of for 30 s; with their own renewal every 15 s this is soon enough. */
export const presenceRefreshMs = 10_000;
/** S6: with more present than this, people hear of those near them, and how many there are. */
export const maxPresentShown = 100;
/** S6: people of whom one message may speak; what it says of more is not read. */
export const maxPresenceEntries = 1_000;
export const maxNearShown = 50;
export const countsEveryMs = 2_000;

/** S7: a socket with more waiting than this gets nothing until it has caught up. */
export const behindBytes = 256 * KiB;
/** S7: it has caught up when no more than this is waiting. */
export const caughtUpBytes = 32 * KiB;
/** S7: a socket that takes nothing for so long is closed. */
export const stalledMs = 30_000;
/** S6: a socket that has not answered a ping by the next one is gone. */
export const pingEveryMs = 30_000;

/** S4: a tail larger than this, or than half its base, is folded into the base by a worker. */
export const minTailBytesToCompact = 128 * KiB;
export const maxTailBytes = 4 * MiB;
export const maxTailRows = 5_000;
/** S4: a compaction that failed is not tried again before this; twice as long after each failure that follows. */
export const retryCompactionMs = 60_000;
export const maxRetryCompactionMs = 60 * 60_000;
/** S4: client ids that a state vector may name beside those of the plan, and bytes that each may take. */
export const maxUnknownClients = 50_000;
export const bytesPerClient = 12;
/** S4: a plan that has just begun is compacted on the main thread: sooner done than asked of a worker. */
export const maxBytesToCompactHere = 4 * KiB;
/** S4: segments of the tail up to this size are joined on the main thread: about a millisecond. */
export const maxSegmentBytes = 64 * KiB;

/** H3: what one session stored within this time becomes one row of the log. */
export const settleAfterMs = 1_000;

/** S11: an append that takes longer than this counts as failing, until it comes back. */
export const slowAppendMs = 800;
export const retryStorageMs = 500;

/** Rooms without people that are kept open. */
export const maxIdleRooms = 64;
/** How often the directory looks after its rooms. */
export const tickMs = 50;
