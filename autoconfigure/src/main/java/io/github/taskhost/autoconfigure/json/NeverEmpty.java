package io.github.taskhost.autoconfigure.json;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRecord;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.impl.UnknownSerializer;

/**
 * Refuses to write objects of the API that have no properties, in place of an empty
 * object that hides the mistake. The settings of the mapper do not matter.
 */
final class NeverEmpty extends ValueSerializerModifier {

	private static final long serialVersionUID = 1L;

	private static final Set<String> API = Stream
		.of(BackgroundTaskHost.class, BackgroundTaskHostOptions.class, BackgroundTaskException.class,
				BackgroundTaskEvent.class, KindOptions.class, TaskMessage.class, PayloadCodec.class,
				BackgroundTaskRecord.class, ScheduleRecord.class)
		.map(Class::getPackageName)
		.collect(Collectors.toUnmodifiableSet());

	@Override
	public ValueSerializer<?> modifySerializer(SerializationConfig config, BeanDescription.Supplier description,
			ValueSerializer<?> serializer) {
		Class<?> type = description.getBeanClass();
		return (isEmpty(serializer) && isApi(type)) ? new RefusingSerializer(type, "plain data") : serializer;
	}

	private static boolean isEmpty(ValueSerializer<?> serializer) {
		return serializer instanceof UnknownSerializer
				|| serializer instanceof BeanSerializerBase bean && !bean.properties().hasNext();
	}

	/** A type of the API, or an implementation of one, such as a lambda. */
	private static boolean isApi(Class<?> type) {
		return API.contains(type.getPackageName()) || Stream.of(type.getInterfaces()).anyMatch(NeverEmpty::isApi)
				|| type.getSuperclass() != null && isApi(type.getSuperclass());
	}

}
