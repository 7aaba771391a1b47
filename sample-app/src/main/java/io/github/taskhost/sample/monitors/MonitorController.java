package io.github.taskhost.sample.monitors;

import java.time.Duration;
import java.util.List;

import io.github.taskhost.schedule.ScheduleRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Monitors over HTTP. Their runs are tasks of the session.
 */
@RestController
@RequestMapping("/sessions/{session}/monitors")
class MonitorController {

	private final Monitors monitors;

	MonitorController(Monitors monitors) {
		this.monitors = monitors;
	}

	@PostMapping
	ResponseEntity<Monitor> start(@PathVariable String session, @RequestBody MonitorRequest request) {
		if (request.url() == null || request.every() == null) {
			throw new InvalidMonitorException(
					"'url' or 'every' is missing. Send {\"url\":\"http://localhost:8080/\",\"every\":\"PT2S\"}.");
		}
		ScheduleRecord schedule = this.monitors.start(session, request.url(), request.every());
		return ResponseEntity
			.created(UriComponentsBuilder.fromPath("/sessions/{session}/monitors/{id}").build(session, schedule.id()))
			.body(this.monitors.seen(schedule));
	}

	@GetMapping
	List<Monitor> list(@PathVariable String session) {
		return this.monitors.list(session);
	}

	@GetMapping("/{id}")
	Monitor get(@PathVariable String session, @PathVariable String id) {
		return this.monitors.find(session, id).orElseThrow(() -> unknown(session, id));
	}

	/** Stops a monitor. A run that is live ends by itself. */
	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void stop(@PathVariable String session, @PathVariable String id) {
		if (!this.monitors.stop(session, id)) {
			throw unknown(session, id);
		}
	}

	private static ResponseStatusException unknown(String session, String id) {
		return new ResponseStatusException(HttpStatus.NOT_FOUND,
				"Session '" + session + "' has no monitor '" + id + "'. Check the session and the id.");
	}

	record MonitorRequest(@Nullable String url, @Nullable Duration every) {
	}

}
