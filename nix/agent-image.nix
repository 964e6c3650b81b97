# The image agents work in, with nix inside: for `containers.image`. It has what images/agent/Containerfile installs.
{ lib, dockerTools, opencode, nodejs_24, bash, coreutils, findutils, gnugrep, gnused, git, ripgrep, socat, tini, util-linux, nix, cacert, writeTextDir, runCommand }:
let
  entry = runCommand "agent-entry" { } ''
    mkdir -p $out/usr/local/bin $out/usr/local/lib
    install -m 755 ${../images/agent/entry.sh} $out/usr/local/bin/agent-entry
    ln -s agent-entry $out/usr/local/bin/agent-fill-store
    install -m 644 ${../images/agent/dev-shell.sh} $out/usr/local/lib/agent-dev-shell.sh
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
  contents = [ bash coreutils findutils gnugrep gnused git ripgrep socat tini util-linux nix cacert nodejs_24 opencode entry ] ++ users;
  # The agent makes dev shells without a daemon: the store and what nix knows of it are its own.
  uid = 1000;
  gid = 1000;
  uname = "agent";
  gname = "agent";
  includeNixDB = true;
  fakeRootCommands = ''
    mkdir -p home/agent workspace tmp run/commander nix/var/nix
    chmod 1777 tmp
    chown -R 1000:1000 home/agent workspace nix/var
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
