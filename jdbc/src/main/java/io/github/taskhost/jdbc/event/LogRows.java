package io.github.taskhost.jdbc.event;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import io.github.taskhost.jdbc.event.Logged.Lane;
import io.github.taskhost.jdbc.event.Logged.Place;
import io.github.taskhost.jdbc.event.Logged.Revision;
import io.github.taskhost.jdbc.row.RecordText;
import io.github.taskhost.jdbc.schema.Tables;
import org.jspecify.annotations.Nullable;

/**
 * The statements over the log of events, for PostgreSQL. Each goes by an index. Used by
 * one thread.
 */
final class LogRows {

	/** The largest number of changes of a lane that are read together. */
	static final int PAGE = 100;

	private final String ends;

	private final String after;

	private final String places;

	LogRows(Tables tables) {
		String lanes = "SELECT e.node_id, e.lane FROM " + tables.event() + " e";
		String first = " ORDER BY e.node_id, e.lane LIMIT 1";
		this.ends = "WITH RECURSIVE lanes AS ((" + lanes + first + ") UNION ALL SELECT n.node_id, n.lane FROM lanes l "
				+ "CROSS JOIN LATERAL (" + lanes + " WHERE (e.node_id, e.lane) > (l.node_id, l.lane)" + first + ") n) "
				+ "SELECT l.node_id, l.lane, (SELECT max(e.seq) FROM " + tables.event()
				+ " e WHERE e.node_id = l.node_id AND e.lane = l.lane) AS seq FROM lanes l";
		this.after = "SELECT r.*, t.input FROM unnest(?::uuid[], ?::int4[], ?::int8[]) AS p(node_id, lane, seq) "
				+ "CROSS JOIN LATERAL (SELECT e.node_id, e.lane, e.seq, e.uid, e.version, e.types, e.record, e.result, "
				+ "e.events FROM " + tables.event() + " e WHERE e.node_id = p.node_id AND e.lane = p.lane "
				+ "AND e.seq > p.seq ORDER BY e.seq LIMIT " + PAGE + ") r LEFT JOIN " + tables.task()
				+ " t ON t.uid = r.uid AND r.events IS NOT NULL ORDER BY r.node_id, r.lane, r.seq";
		this.places = "SELECT e.node_id, e.lane, e.seq, e.uid, e.version FROM unnest(?::uuid[], ?::int8[]) "
				+ "AS k(uid, version) JOIN " + tables.event() + " e ON e.uid = k.uid AND e.version = k.version";
	}

	/** The last position of each lane. */
	Map<Lane, Long> ends(Connection connection) throws SQLException {
		Map<Lane, Long> ends = new HashMap<>();
		try (PreparedStatement statement = connection.prepareStatement(this.ends);
				ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				Place place = place(rows);
				ends.put(place.lane(), place.seq());
			}
		}
		return ends;
	}

	/** The next changes behind positions of some lanes, in the order of each lane. */
	List<Logged> after(Connection connection, Map<Lane, Long> positions) throws SQLException {
		List<Map.Entry<Lane, Long>> lanes = List.copyOf(positions.entrySet());
		List<Logged> changes = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(this.after)) {
			statement.setArray(1, array(connection, "uuid", lanes, (lane) -> lane.getKey().node()));
			statement.setArray(2, array(connection, "int4", lanes, (lane) -> lane.getKey().number()));
			statement.setArray(3, array(connection, "int8", lanes, Map.Entry::getValue));
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					String record = rows.getString("record");
					RecordText text = (record != null)
							? new RecordText(record, rows.getString("input"), rows.getString("result")) : null;
					changes.add(new Logged(place(rows), rows.getObject("uid", UUID.class), rows.getLong("version"),
							rows.getString("types"), text, rows.getString("events")));
				}
			}
		}
		return changes;
	}

	/** The places of those of some changes that the log has. */
	Map<Revision, Place> places(Connection connection, Collection<Revision> some) throws SQLException {
		Map<Revision, Place> places = new HashMap<>();
		if (some.isEmpty()) {
			return places;
		}
		try (PreparedStatement statement = connection.prepareStatement(this.places)) {
			statement.setArray(1, array(connection, "uuid", some, Revision::uid));
			statement.setArray(2, array(connection, "int8", some, Revision::version));
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					places.put(new Revision(rows.getObject("uid", UUID.class), rows.getLong("version")), place(rows));
				}
			}
		}
		return places;
	}

	private static Place place(ResultSet rows) throws SQLException {
		return new Place(new Lane(rows.getObject("node_id", UUID.class), rows.getInt("lane")), rows.getLong("seq"));
	}

	private static <T> Array array(Connection connection, String type, Collection<T> some,
			Function<T, @Nullable Object> value) throws SQLException {
		return connection.createArrayOf(type, some.stream().map(value).toArray());
	}

}
