package dev.cairn.backup;

import dev.cairn.storage.ShardFiles;

/**
 * What it takes to restore shards for a trial.
 *
 * @param restorer brings files back
 * @param files the files of shards as such, in whose scratch directory they come back
 * @param settings when it is done
 */
public record Proving(Restorer restorer, ShardFiles files, DrillSettings settings) {}
