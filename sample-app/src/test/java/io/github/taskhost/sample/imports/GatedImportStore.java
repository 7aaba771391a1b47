package io.github.taskhost.sample.imports;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.taskhost.BackgroundTaskHost;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real store, with a gate after each batch of given sessions.
 */
class GatedImportStore extends ImportStore {

	private final Map<String, ImportGate> gates = new ConcurrentHashMap<>();

	@Autowired
	@Lazy
	private BackgroundTaskHost host;

	GatedImportStore(JdbcTemplate jdbc, JsonMapper json) {
		super(jdbc, json);
	}

	ImportGate gateFor(String session) {
		return this.gates.computeIfAbsent(session, (key) -> new ImportGate());
	}

	@Override
	public void insert(UUID task, ImportBatch batch, Runnable checkpoint) {
		super.insert(task, batch, checkpoint);
		ImportGate gate = this.gates.get(this.host.find(task).orElseThrow().sessionId());
		if (gate != null) {
			gate.pass();
		}
	}

}
