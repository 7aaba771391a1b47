package io.github.taskhost.autoconfigure.slice;

import java.time.Duration;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.task.InputRequest;
import org.springframework.stereotype.Service;

/** A kind that needs another component. */
@Service
class Reports {

	private final Archive archive;

	Reports(Archive archive) {
		this.archive = archive;
	}

	@BackgroundTaskKind("report")
	String write(Order order, BackgroundTaskContext context) throws InterruptedException {
		context.sleep(Duration.ofHours(1));
		return context.requestInput(InputRequest.of("store", "Store it?"), Boolean.class)
				? this.archive.store(order.title()) : "not stored";
	}

	record Order(String title) {
	}

}
