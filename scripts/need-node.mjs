// Stops with a clear sentence when the Node that runs us is too old for the stack.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Longtable needs Node 22.18 or newer; this is ${process.version}. On Linux "npm ci" brings one along: use the npm scripts, not bare node.`,
  );
  process.exit(1);
}
