package io.github.taskhost.jdbc.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.taskhost.jdbc.event.Logged.Lane;
import io.github.taskhost.jdbc.event.Logged.Place;
import io.github.taskhost.jdbc.event.Logged.Revision;
import io.github.taskhost.jdbc.recovery.Takeover;
import io.github.taskhost.jdbc.sql.ExtraStatements;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The order of changes from several lanes. */
class EventOrderTests {

	private static final UUID SELF = UUID.randomUUID();

	private static final Lane A = new Lane(UUID.randomUUID(), 0);

	private static final Lane B = new Lane(UUID.randomUUID(), 1);

	private static final Lane OWN = new Lane(SELF, 0);

	private static final Lane OWN_TAKEOVERS = new Lane(SELF, Takeover.LANE);

	private static final UUID TASK = UUID.randomUUID();

	private final Map<Revision, Place> log = new HashMap<>();

	private final List<Logged> late = new ArrayList<>();

	private EventOrder order = new EventOrder(Map.of());

	@BeforeEach
	void own() {
		this.order.own(SELF);
	}

	/** A change in the log. */
	private Logged logged(Lane lane, long seq, UUID task, long version) {
		Place place = new Place(lane, seq);
		this.log.put(new Revision(task, version), place);
		return new Logged(place, task, version, "updated", null, null);
	}

	private List<Long> taken() {
		return taken(0);
	}

	private List<Long> taken(long now) {
		List<Long> versions = new ArrayList<>();
		List<Logged> some;
		do {
			some = this.order.take(places(), now, this.late);
			some.forEach((change) -> versions.add(change.version()));
		}
		while (!some.isEmpty());
		return versions;
	}

	private Map<Revision, Place> places() {
		Map<Revision, Place> places = new HashMap<>(this.log);
		places.keySet().retainAll(this.order.missing());
		return places;
	}

	private Map<Lane, Long> behind(Map<Lane, Long> ends) {
		return this.order.behind(ends, new HashMap<>());
	}

	@Test
	void beginsBehindTheEndOfEachLane() {
		this.order = new EventOrder(Map.of(A, 7L));
		assertThat(behind(Map.of(A, 7L))).isEmpty();
		assertThat(behind(Map.of(A, 9L, B, 2L))).isEqualTo(Map.of(A, 7L, B, 0L));
	}

	@Test
	void changeWaitsForTheOneBeforeItInAnotherLane() {
		Logged first = logged(B, 5, TASK, 1);
		this.order.add(List.of(logged(A, 1, TASK, 2)), 0);
		assertThat(taken()).isEmpty();
		this.order.add(List.of(first), 0);
		assertThat(taken()).containsExactly(1L, 2L);
		assertThat(this.order.size()).isZero();
	}

	@Test
	void changesThatWaitHoldUpNoOtherTask() {
		UUID other = UUID.randomUUID();
		logged(B, 5, TASK, 1);
		this.order.add(List.of(logged(A, 1, TASK, 2), logged(A, 2, other, 1)), 0);
		assertThat(taken()).containsExactly(1L);
		assertThat(this.order.size()).isEqualTo(1);
		assertThat(behind(Map.of(A, 2L, B, 5L))).isEqualTo(Map.of(B, 0L));
	}

	@Test
	void changeBehindOneFromBeforeTheStartDoesNotWait() {
		this.order = new EventOrder(Map.of(B, 5L));
		logged(B, 5, TASK, 3);
		this.order.add(List.of(logged(A, 1, TASK, 4)), 0);
		assertThat(taken()).containsExactly(4L);
	}

	@Test
	void changeBehindARemovedOneDoesNotWait() {
		this.order.add(List.of(logged(A, 1, TASK, 4), logged(A, 2, TASK, 6)), 0);
		assertThat(taken()).containsExactly(4L, 6L);
	}

	@Test
	void changeWaitsForOneWithoutAPlace() {
		logged(new Lane(B.node(), ExtraStatements.UNPLACED), 1, TASK, 1);
		this.order.add(List.of(logged(A, 1, TASK, 2)), 0);
		assertThat(taken()).isEmpty();
		this.order.add(List.of(logged(B, 9, TASK, 1)), 0);
		assertThat(taken()).containsExactly(1L, 2L);
	}

	@Test
	void waitIsBounded() {
		logged(B, 5, TASK, 1);
		this.order.add(List.of(logged(A, 1, TASK, 2), logged(A, 2, TASK, 3)), 0);
		assertThat(taken(EventOrder.LONGEST_WAIT_NANOS)).isEmpty();
		assertThat(taken(EventOrder.LONGEST_WAIT_NANOS + 1)).containsExactly(2L, 3L);
		assertThat(this.late).hasSize(1);
	}

	@Test
	void ownChangesAreLeftOutAndWaitedForByNone() {
		this.order.add(List.of(logged(OWN_TAKEOVERS, 2, TASK, 2)), 0);
		logged(OWN, 5, TASK, 3);
		this.order.add(List.of(logged(A, 1, TASK, 4)), 0);
		assertThat(taken()).containsExactly(4L);
		assertThat(behind(Map.of(OWN, 5L, A, 1L))).isEmpty();
	}

	@Test
	void acceptancesThatATakeoverHasPlacedAreTaken() {
		assertThat(behind(Map.of(OWN_TAKEOVERS, 1L))).containsOnlyKeys(OWN_TAKEOVERS);
		Logged placed = logged(OWN_TAKEOVERS, 1, TASK, 1);
		this.order.add(List.of(logged(A, 1, TASK, 2)), 0);
		assertThat(taken()).isEmpty();
		this.order.add(List.of(placed), 0);
		assertThat(taken()).containsExactly(1L, 2L);
	}

	@Test
	void placesOfLostTransactionsAreLeftOut() {
		this.order.add(List.of(logged(A, 1, TASK, 0)), 0);
		assertThat(this.order.size()).isZero();
		assertThat(behind(Map.of(A, 1L))).isEmpty();
	}

	@Test
	void laneThatIsTooFarBehindGoesOnNearerToItsEnd() {
		Map<Lane, Long> skipped = new HashMap<>();
		assertThat(this.order.behind(Map.of(A, EventOrder.MAX_LAG + 10), skipped)).isEqualTo(Map.of(A, 10L));
		assertThat(skipped).isEqualTo(Map.of(A, 10L));
	}

	@Test
	void laneWhoseChangesWereRemovedKeepsItsPosition() {
		this.order = new EventOrder(Map.of(A, 7L));
		assertThat(behind(Map.of())).isEmpty();
		assertThat(behind(Map.of(A, 9L))).isEqualTo(Map.of(A, 7L));
	}

	@Test
	void nothingMoreIsReadWhileTooManyWait() {
		List<Logged> many = new ArrayList<>();
		for (int i = 1; i <= EventOrder.MAX_WAITING; i++) {
			UUID task = UUID.randomUUID();
			logged(B, i, task, 1);
			many.add(logged(A, i, task, 2));
		}
		this.order.add(many, 0);
		assertThat(behind(Map.of(A, 20_000L))).isEmpty();
		taken(EventOrder.LONGEST_WAIT_NANOS + 1);
		assertThat(behind(Map.of(A, 20_000L))).containsOnlyKeys(A);
	}

}
