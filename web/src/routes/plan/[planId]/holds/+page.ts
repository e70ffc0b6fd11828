import { startOfDay } from '@longtable/shared/plan/keeping';
import type { PageLoad } from './$types';

/** What reads all of EDTF is large: it comes with this page, not with others. */
export const load: PageLoad = async () => {
  const [{ findSignals }, { findProblems }] = await Promise.all([
    import('@longtable/shared/plan/signals'),
    import('@longtable/shared/plan/problems'),
  ]);
  return { findSignals, findProblems, today: startOfDay() };
};
