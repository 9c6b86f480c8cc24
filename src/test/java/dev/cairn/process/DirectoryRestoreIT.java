package dev.cairn.process;

class DirectoryRestoreIT extends RestoreContract {

  DirectoryRestoreIT() {
    super(ReplicaKind.DIRECTORY);
  }
}
