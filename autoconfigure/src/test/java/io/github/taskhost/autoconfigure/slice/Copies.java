package io.github.taskhost.autoconfigure.slice;

import io.github.taskhost.kind.BackgroundTaskKind;
import org.springframework.stereotype.Component;

/** A kind whose method is inherited. */
@Component
class Copies extends CopyBase {

}

abstract class CopyBase {

	@BackgroundTaskKind("copy")
	void copy() {
	}

}
