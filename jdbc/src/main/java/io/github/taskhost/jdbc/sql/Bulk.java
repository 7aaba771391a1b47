package io.github.taskhost.jdbc.sql;

import java.lang.reflect.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.taskhost.jdbc.schema.Database;
import org.jspecify.annotations.Nullable;

/**
 * A statement for many rows, of which each is changed or left as it is. On PostgreSQL it
 * is one statement over arrays, on H2 a batch. Immutable.
 *
 * @param <T> the type of the rows
 */
public final class Bulk<T> {

	private static final Pattern COLUMN = Pattern.compile("(?<!:):([a-z_]+)");

	private static final Pattern RETURNING = Pattern.compile(" RETURNING \\S+$");

	private final Map<String, Column<T>> columns;

	private final Function<T, UUID> uid;

	private final String sql;

	private final String withoutUids;

	/**
	 * The columns of the parameters of the batch; empty for the statement over arrays.
	 */
	private final List<Column<T>> parameters;

	private final boolean returning;

	public Bulk(Template template, Map<String, Column<T>> columns, Function<T, UUID> uid) {
		this.columns = columns;
		this.uid = uid;
		this.returning = template.returning();
		this.parameters = new ArrayList<>();
		this.sql = (template.database() == Database.H2) ? forBatch(template.h2())
				: forArrays(template.postgresql(), columns);
		this.withoutUids = RETURNING.matcher(this.sql).replaceFirst("");
	}

	private String forBatch(String template) {
		return COLUMN.matcher(template).replaceAll((match) -> {
			Column<T> column = column(match.group(1));
			this.parameters.add(column);
			return "CAST(? AS " + column.type().h2 + ")";
		});
	}

	private String forArrays(String template, Map<String, Column<T>> all) {
		String arrays = String.join(", ",
				all.values().stream().map((column) -> "?::" + column.type().pg + "[]").toList());
		String source = "unnest(" + arrays + ") AS n(" + String.join(", ", all.keySet()) + ")";
		return COLUMN.matcher(template)
			.replaceAll((match) -> Matcher
				.quoteReplacement(match.group(1).equals("source") ? source : "n." + column(match.group(1)).name()));
	}

	private Column<T> column(String name) {
		Column<T> column = this.columns.get(name);
		if (column == null) {
			throw new IllegalArgumentException("No column " + name);
		}
		return column;
	}

	/**
	 * Changes rows.
	 * @return the uids of the rows that were changed
	 */
	public Set<UUID> run(Connection connection, List<? extends T> rows) throws SQLException {
		if (rows.isEmpty()) {
			return Set.of();
		}
		try (PreparedStatement statement = connection.prepareStatement(this.sql)) {
			return this.parameters.isEmpty() ? runArrays(connection, statement, rows) : runBatch(statement, rows);
		}
	}

	private Set<UUID> runBatch(PreparedStatement statement, List<? extends T> rows) throws SQLException {
		for (T row : rows) {
			for (int i = 0; i < this.parameters.size(); i++) {
				Object value = this.parameters.get(i).value().apply(row);
				statement.setObject(i + 1,
						(value instanceof Instant time) ? OffsetDateTime.ofInstant(time, ZoneOffset.UTC) : value);
			}
			statement.addBatch();
		}
		int[] counts = statement.executeBatch();
		Set<UUID> changed = new HashSet<>();
		for (int i = 0; i < counts.length; i++) {
			if (counts[i] != 0) {
				changed.add(this.uid.apply(rows.get(i)));
			}
		}
		return changed;
	}

	private Set<UUID> runArrays(Connection connection, PreparedStatement statement, List<? extends T> rows)
			throws SQLException {
		bind(connection, statement, 1, rows);
		if (!this.returning) {
			statement.executeUpdate();
			return Set.of();
		}
		Set<UUID> changed = new HashSet<>();
		try (ResultSet results = statement.executeQuery()) {
			while (results.next()) {
				changed.add(results.getObject(1, UUID.class));
			}
		}
		return changed;
	}

	/**
	 * Binds the arrays of the rows.
	 * @param first the index of the first parameter
	 * @return the index behind the last one
	 */
	int bind(Connection connection, PreparedStatement statement, int first, List<? extends T> rows)
			throws SQLException {
		int index = first;
		for (Column<T> column : this.columns.values()) {
			@Nullable Object[] values = column.type().array(rows.size());
			for (int i = 0; i < values.length; i++) {
				Object value = column.value().apply(rows.get(i));
				values[i] = (value instanceof Instant) ? value.toString() : value;
			}
			statement.setArray(index++, connection.createArrayOf(column.type().pg, values));
		}
		return index;
	}

	/** The statement over arrays, which tells the number of changed rows only. */
	String withoutUids() {
		return this.withoutUids;
	}

	/** A type of columns, by its names in the two databases. */
	public enum ColumnType {

		UUID("uuid", "UUID", Object.class), TEXT("text", "CHARACTER LARGE OBJECT", String.class),
		NAME("text", "CHARACTER VARYING", String.class), INT("int4", "INTEGER", Integer.class),
		BIGINT("int8", "BIGINT", Long.class), TIME("timestamptz", "TIMESTAMP(9) WITH TIME ZONE", Object.class);

		private final String pg;

		private final String h2;

		/**
		 * The type of the elements of arrays. The driver sends those of {@code String},
		 * {@code Integer} and {@code Long} in binary form, and quotes others as text.
		 */
		private final Class<?> element;

		ColumnType(String pg, String h2, Class<?> element) {
			this.pg = pg;
			this.h2 = h2;
			this.element = element;
		}

		private @Nullable Object[] array(int length) {
			return (@Nullable Object[]) Array.newInstance(this.element, length);
		}

	}

	/**
	 * A column of the rows.
	 *
	 * @param <T> the type of the rows
	 * @param name the name
	 * @param type the type
	 * @param value the value of a row
	 */
	public record Column<T>(String name, ColumnType type, Function<T, @Nullable Object> value) {
	}

	/**
	 * The text of a statement: {@code :name} is a column of the rows, {@code :source} the
	 * rows.
	 *
	 * @param database the database
	 * @param postgresql the text for PostgreSQL
	 * @param h2 the text for H2
	 * @param returning whether the text for PostgreSQL returns the uids of changed rows
	 */
	public record Template(Database database, String postgresql, String h2, boolean returning) {
	}

}
