# The services and the `commander` program: the sources as they are, with the production dependencies of the lockfile. Tests
# only evaluate it. Whoever builds it makes a flake.lock first (`nix flake lock`), and puts in the hash below; pnpm is the one of
# nixpkgs then, which reads this lockfile from version 10 on, while everything else uses the one in scripts/bootstrap.mjs.
{ lib, stdenv, nodejs_24, pnpm, makeWrapper, git }:
stdenv.mkDerivation (final: {
  pname = "opencode-commander";
  version = (builtins.fromJSON (builtins.readFile ../package.json)).version;
  src = lib.cleanSource ../.;
  nativeBuildInputs = [ nodejs_24 pnpm.configHook makeWrapper ];
  # To be filled in: the first `nix build` ends with "hash mismatch" and says what it has got. It changes with the lockfile.
  pnpmDeps = pnpm.fetchDeps {
    inherit (final) pname version src;
    fetcherVersion = 2;
    hash = lib.fakeHash;
  };
  pnpmInstallFlags = [ "--prod" ];
  dontBuild = true;
  # What the dispatcher builds the agent image from stays as npm has it: no interpreters of this store, nothing stripped.
  prePnpmInstall = "patchShebangs() { :; }";
  dontFixup = true;
  installPhase = ''
    mkdir -p $out/lib $out/bin
    cp -r . $out/lib/opencode-commander
    for service in poller dispatcher mcp-gateway; do
      makeWrapper ${nodejs_24}/bin/node $out/bin/opencode-commander-$service \
        --add-flags $out/lib/opencode-commander/services/$service/src/main.ts --prefix PATH : ${lib.makeBinPath [ git ]}
    done
    makeWrapper ${nodejs_24}/bin/node $out/bin/commander \
      --add-flags $out/lib/opencode-commander/packages/cli/src/main.ts --prefix PATH : ${lib.makeBinPath [ git ]}
  '';
  meta = {
    description = "Labelled GitHub issues become pull requests, made by opencode in a Podman container of its own";
    license = lib.licenses.mit;
    mainProgram = "commander";
    platforms = lib.platforms.linux;
  };
})
