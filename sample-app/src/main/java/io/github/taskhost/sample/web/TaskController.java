package io.github.taskhost.sample.web;

import java.util.List;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Tasks over HTTP.
 */
@RestController
@RequestMapping("/sessions/{session}/tasks")
class TaskController {

	private final BackgroundTaskHost host;

	TaskController(BackgroundTaskHost host) {
		this.host = host;
	}

	/** Lists tasks, oldest first. A {@code Link} header leads to the next page. */
	@GetMapping
	ResponseEntity<List<BackgroundTaskRecord>> list(@PathVariable String session,
			@RequestParam(defaultValue = "200") int limit, @RequestParam(required = false) @Nullable String after) {
		BackgroundTaskPage page = this.host.list(BackgroundTaskFilter.all().withSession(session), limit, after);
		ResponseEntity.BodyBuilder response = ResponseEntity.ok();
		if (page.next() != null) {
			String next = UriComponentsBuilder.fromPath("/sessions/{session}/tasks")
				.queryParam("limit", limit)
				.queryParam("after", page.next())
				.build(session)
				.toString();
			response.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
		}
		return response.body(page.records());
	}

	@GetMapping("/{id}")
	BackgroundTaskRecord get(@PathVariable String session, @PathVariable String id) {
		return this.host.session(session).task(id).record();
	}

	@PostMapping("/{id}/cancel")
	BackgroundTaskRecord cancel(@PathVariable String session, @PathVariable String id,
			@RequestBody(required = false) @Nullable CancelRequest request) {
		return this.host.session(session).task(id).cancel((request != null) ? request.reason() : null);
	}

	/** Re-attaches a task to its work as the next attempt, if its kind supports that. */
	@PostMapping("/{id}/reattach")
	BackgroundTaskRecord reattach(@PathVariable String session, @PathVariable String id) {
		// Looks the task up in the session first, since an id alone is no permission.
		return this.host.reattach(this.host.session(session).task(id).id());
	}

	record CancelRequest(@Nullable String reason) {
	}

}
