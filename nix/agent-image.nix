# The image agents work in, with nix inside: for `containers.image`. It has what images/agent/Containerfile installs.
{ lib, dockerTools, opencode, nodejs_24, bash, coreutils, findutils, gnugrep, gnused, git, ripgrep, socat, tini, nix, cacert, writeTextDir, runCommand }:
let
  entry = runCommand "agent-entry" { } ''
    mkdir -p $out/usr/local/bin
    install -m 755 ${../images/agent/entry.sh} $out/usr/local/bin/agent-entry
  '';
  users = [
    (writeTextDir "etc/passwd" "root:x:0:0::/root:/bin/bash\nagent:x:1000:1000::/home/agent:/bin/bash\n")
    (writeTextDir "etc/group" "root:x:0:\nagent:x:1000:\n")
    (writeTextDir "etc/nix/nix.conf" "experimental-features = nix-command flakes\nsandbox = false\n")
  ];
in
dockerTools.buildLayeredImage {
  name = "localhost/opencode-commander/agent-nix";
  tag = (builtins.fromJSON (builtins.readFile ../package.json)).version;
  contents = [ bash coreutils findutils gnugrep gnused git ripgrep socat tini nix cacert nodejs_24 opencode entry ] ++ users;
  fakeRootCommands = ''
    mkdir -p home/agent workspace tmp run/commander
    chmod 1777 tmp
    chown -R 1000:1000 home/agent workspace
  '';
  config = {
    User = "agent";
    WorkingDir = "/workspace";
    Entrypoint = [ "tini" "-g" "--" "/usr/local/bin/agent-entry" ];
    Env = [
      "HOME=/home/agent"
      "LANG=C.UTF-8"
      "SHELL=/bin/bash"
      "PATH=/usr/local/bin:/bin"
      "SSL_CERT_FILE=${cacert}/etc/ssl/certs/ca-bundle.crt"
    ];
  };
}
