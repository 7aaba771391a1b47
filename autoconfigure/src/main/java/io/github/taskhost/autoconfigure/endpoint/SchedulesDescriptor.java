package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;

import io.github.taskhost.autoconfigure.view.ScheduleView;
import io.github.taskhost.schedule.SchedulePage;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Page of schedules.
 *
 * @param schedules the schedules in the order of their sessions and ids
 * @param next the cursor of the next page, or {@code null} at the end
 */
record SchedulesDescriptor(List<ScheduleView> schedules, @Nullable String next) implements OperationResponseBody {

	static SchedulesDescriptor of(SchedulePage page) {
		return new SchedulesDescriptor(page.schedules().stream().map(ScheduleView::of).toList(), page.next());
	}

}
