# The services and the `commander` program: the sources as they are, with the production dependencies of the lockfile.
{ lib, stdenv, nodejs_24, pnpm, makeWrapper, git }:
stdenv.mkDerivation (final: {
  pname = "opencode-commander";
  version = (builtins.fromJSON (builtins.readFile ../package.json)).version;
  src = lib.cleanSource ../.;
  nativeBuildInputs = [ nodejs_24 pnpm.configHook makeWrapper ];
  # Whoever changes the lockfile changes this: `nix build` says the new one.
  pnpmDeps = pnpm.fetchDeps {
    inherit (final) pname version src;
    fetcherVersion = 2;
    hash = lib.fakeHash;
  };
  pnpmInstallFlags = [ "--prod" ];
  dontBuild = true;
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
