package io.github.taskhost.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The entries of all ledgers of a test, in the order of their times, and for each worker
 * in the order of its file. Immutable.
 */
final class Ledgers {

	private final List<Entry> entries;

	private Ledgers(List<Entry> entries) {
		this.entries = entries;
	}

	static Ledgers of(List<Entry> entries) {
		return new Ledgers(List.copyOf(entries));
	}

	/** Reads the ledgers of a directory. */
	static Ledgers in(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			return of(files.filter((file) -> file.toString().endsWith(".ledger"))
				.flatMap((file) -> read(file).stream())
				.sorted(Comparator.comparingLong(Entry::time))
				.toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Reads a ledger, up to its last whole line. */
	static List<Entry> read(Path file) {
		if (!Files.exists(file)) {
			return List.of();
		}
		try {
			String text = Files.readString(file, StandardCharsets.UTF_8);
			String worker = String.valueOf(file.getFileName()).replace(".ledger", "");
			return text.substring(0, text.lastIndexOf('\n') + 1).lines().map((line) -> Entry.of(worker, line)).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The entries of a name. */
	List<Entry> of(String name) {
		return this.entries.stream().filter((entry) -> entry.is(name)).toList();
	}

	/** The entries {@code name} of calls of a sort. */
	Stream<Entry> calls(String name, String call) {
		return this.entries.stream().filter((entry) -> entry.is(name) && entry.field(0).equals(call));
	}

	/** The uids of the entries of a name. */
	Set<UUID> uids(String name) {
		return of(name).stream().map(Entry::uid).collect(Collectors.toSet());
	}

	List<Entry> all() {
		return this.entries;
	}

	int size() {
		return this.entries.size();
	}

}
