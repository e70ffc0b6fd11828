import { expect, test, vi } from 'vitest';
import { TestRoom } from '../testing/test-room.ts';

test('a plan is read once for all who ask; what could not be read is tried again for who asks next', async () => {
  const { room, worker } = await TestRoom.open();
  const readWholePlan = vi.spyOn(worker, 'readWholePlan').mockRejectedValueOnce(new Error('It took too long.'));
  await expect(room.reads.content().content).rejects.toThrow('It took too long.');
  const [one, other] = [room.reads.content(), room.reads.content()];
  expect(await one.content).toMatchObject({ title: 'A plan' });
  expect(await other.content).toBe(await one.content);
  expect(readWholePlan).toHaveBeenCalledTimes(2);
});

test('an export is made by a worker, down to its bytes: of a large plan that takes long', async () => {
  const { room, worker } = await TestRoom.open();
  const exportPlan = vi.spyOn(worker, 'exportPlan');
  const readWholePlan = vi.spyOn(worker, 'readWholePlan');
  const bytes = await room.reads.export();
  const { plan, seq } = room;
  expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({ id: plan, seq, title: 'A plan' });
  expect(exportPlan).toHaveBeenCalledTimes(1);
  expect(readWholePlan).not.toHaveBeenCalled();
});
