/** What a state looks like wherever it is shown: four signs that do not rest on colour. */
export type StateLook = 'done' | 'going' | 'trouble' | 'plain';

const looks: Record<string, StateLook> = {
  done: 'done',
  adopted: 'done',
  'handed-on': 'done',
  'on-track': 'going',
  running: 'going',
  trial: 'going',
  'at-risk': 'trouble',
  late: 'trouble',
  suspended: 'trouble',
  'one-off': 'trouble',
};

export const lookOfState = (state: string): StateLook => (Object.hasOwn(looks, state) ? looks[state] : null) ?? 'plain';
