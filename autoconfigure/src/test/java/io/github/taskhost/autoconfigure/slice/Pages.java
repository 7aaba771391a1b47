package io.github.taskhost.autoconfigure.slice;

import io.github.taskhost.BackgroundTaskHost;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A controller that starts work. */
@RestController
class Pages {

	private final BackgroundTaskHost host;

	Pages(BackgroundTaskHost host) {
		this.host = host;
	}

	@PostMapping("/work")
	String start() {
		return this.host.session("web").run("work", (context) -> {
		}).id();
	}

}
