// Opens an example plan on the Longtable that runs here, and prints its address: npm run example -- bowling-green
import './need-node.mjs';

const name = process.argv[2];
const { HOST = '127.0.0.1', PORT = '3000' } = process.env;
const origin = `http://${HOST === '0.0.0.0' ? '127.0.0.1' : HOST}:${PORT}`;

let answer;
try {
  answer = await fetch(`${origin}/api/plans/example`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(name === undefined ? {} : { name }),
  });
} catch {
  console.error(
    `Nothing answers at ${origin}. Start Longtable first: npm start. On another port: PORT=3001 npm run example`,
  );
  process.exit(1);
}
const { id, detail } = await answer.json();
if (!answer.ok) {
  console.error(detail);
  process.exit(1);
}
process.stdout.write(`${origin}/plan/${id}\n`);
