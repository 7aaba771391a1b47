package io.github.taskhost.jdbc.sql;

import java.lang.reflect.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
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

	private static final Pattern BY_UID = Pattern.compile("(\\b[tl]\\.uid) = (:uid|n\\.uid)");

	private static final Pattern RETURNING = Pattern.compile(" RETURNING \\S+$");

	/** The end of an insert that leaves out rows whose names are held. */
	static final String OR_NOTHING = " ON CONFLICT DO NOTHING";

	private final Map<String, Column<T>> columns;

	private final Function<T, UUID> uid;

	private final String sql;

	/** The statement over the values of one row, or that for a batch. */
	private final String one;

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
		boolean batch = template.database() == Database.H2;
		this.sql = batch ? forBatch(template.h2()) : over(template.postgresql(), arrays());
		this.one = batch ? this.sql : over(template.postgresql(), values());
	}

	/**
	 * Returns a condition for PostgreSQL that looks up each uid in an index, whatever the
	 * planner expects of the table. For an equality, a plan that it makes while it
	 * believes the table to be empty reads the whole index in its order. An array of one
	 * element has no order that a join could use.
	 */
	static String byIndex(String template) {
		return BY_UID.matcher(template).replaceAll("$1 = ANY (ARRAY[$2])");
	}

	private String forBatch(String template) {
		return COLUMN.matcher(template).replaceAll((match) -> {
			Column<T> column = column(match.group(1));
			this.parameters.add(column);
			return "CAST(? AS " + column.type().h2 + ")";
		});
	}

	private String arrays() {
		return "unnest(" + join((column) -> "?::" + column.type().pg + "[]") + ") AS n(" + join(Column::name) + ")";
	}

	private String values() {
		return "(SELECT " + join((column) -> "?::" + column.type().pg + " AS " + column.name()) + ") AS n";
	}

	private String join(Function<Column<T>, String> text) {
		return String.join(", ", this.columns.values().stream().map(text).toList());
	}

	private String over(String template, String source) {
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
		try (PreparedStatement statement = connection.prepareStatement(sql(rows.size()))) {
			return this.parameters.isEmpty() ? runArrays(connection, statement, rows) : runBatch(statement, rows);
		}
	}

	private String sql(int rows) {
		return (rows == 1) ? this.one : this.sql;
	}

	private Set<UUID> runBatch(PreparedStatement statement, List<? extends T> rows) throws SQLException {
		for (T row : rows) {
			for (int i = 0; i < this.parameters.size(); i++) {
				statement.setObject(i + 1, value(this.parameters.get(i), row));
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

	private static <T> @Nullable Object value(Column<T> column, T row) {
		Object value = column.value().apply(row);
		return (value instanceof Instant time) ? OffsetDateTime.ofInstant(time, ZoneOffset.UTC) : value;
	}

	private Set<UUID> runArrays(Connection connection, PreparedStatement statement, List<? extends T> rows)
			throws SQLException {
		bind(connection, statement, 1, rows);
		if (!this.returning) {
			statement.executeUpdate();
			return Set.of();
		}
		return new HashSet<>(PlainSql.uids(statement));
	}

	/**
	 * Binds the arrays of the rows, or the values of one.
	 * @param first the index of the first parameter
	 * @return the index behind the last one
	 */
	int bind(Connection connection, PreparedStatement statement, int first, List<? extends T> rows)
			throws SQLException {
		int index = first;
		for (Column<T> column : this.columns.values()) {
			if (rows.size() == 1) {
				statement.setObject(index++, value(column, rows.get(0)), column.type().jdbc);
			}
			else {
				statement.setArray(index++, array(connection, column, rows));
			}
		}
		return index;
	}

	private static <T> java.sql.Array array(Connection connection, Column<T> column, List<? extends T> rows)
			throws SQLException {
		@Nullable Object[] values = column.type().array(rows.size());
		for (int i = 0; i < values.length; i++) {
			Object value = column.value().apply(rows.get(i));
			values[i] = (value instanceof Instant) ? value.toString() : value;
		}
		return connection.createArrayOf(column.type().pg, values);
	}

	/** The statement for PostgreSQL that tells the number of changed rows only. */
	String counting(int rows) {
		return RETURNING.matcher(sql(rows)).replaceFirst("");
	}

	/** The statement for PostgreSQL that fails if it does not find all rows. */
	String strict(int rows) {
		String counting = counting(rows);
		if (isCounted()) {
			return counting(counting + " RETURNING 1");
		}
		return counting.endsWith(OR_NOTHING) ? counting.substring(0, counting.length() - OR_NOTHING.length())
				: counting;
	}

	/** Whether the strict statement has the number of rows as its last parameter. */
	boolean isCounted() {
		return this.returning && !this.sql.startsWith("INSERT");
	}

	/** A query that fails unless another one has the number of rows of a parameter. */
	static String counting(String query) {
		return "WITH w AS (" + query + ") SELECT CASE count(*) WHEN ?::bigint"
				+ " THEN 1 ELSE CAST('Taskhost repeats a change: found ' || count(*) || ' rows' AS integer) END FROM w";
	}

	/** A type of columns, by its names in the two databases. */
	public enum ColumnType {

		UUID("uuid", "UUID", Types.OTHER, Object.class),
		TEXT("text", "CHARACTER LARGE OBJECT", Types.VARCHAR, String.class),
		NAME("text", "CHARACTER VARYING", Types.VARCHAR, String.class),
		INT("int4", "INTEGER", Types.INTEGER, Integer.class), BIGINT("int8", "BIGINT", Types.BIGINT, Long.class),
		TIME("timestamptz", "TIMESTAMP(9) WITH TIME ZONE", Types.TIMESTAMP_WITH_TIMEZONE, Object.class);

		private final String pg;

		private final String h2;

		private final int jdbc;

		/**
		 * The type of the elements of arrays. The driver sends those of {@code String},
		 * {@code Integer} and {@code Long} in binary form, and quotes others as text.
		 */
		private final Class<?> element;

		ColumnType(String pg, String h2, int jdbc, Class<?> element) {
			this.pg = pg;
			this.h2 = h2;
			this.jdbc = jdbc;
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
