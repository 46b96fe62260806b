;; The step function of GOST 34.311-95 for many blocks at once. What each part is: gost34311.py, the reference.
;; Memory: 0 four tables of 256 words · 4096 state (32 bytes) · 4128 checksum (32) · 4160 four keys (128)
;;         4288 U, V (64) · 4352 words of the mixing register (16 + 61) · 4608 W (32) · 65536 blocks, as many as fit
(module
  (memory (export "memory") 3)

  ;; one GOST 28147-89 encryption of 64 bits
  (func $encrypt (param $half i64) (param $key i32) (result i64)
    (local $a i32) (local $b i32) (local $x i32) (local $r i32) (local $at i32)
    (local.set $a (i32.wrap_i64 (local.get $half)))
    (local.set $b (i32.wrap_i64 (i64.shr_u (local.get $half) (i64.const 32))))
    (loop $rounds
      ;; rounds 0..23 take the key words upwards, 24..31 downwards
      (local.set $at (i32.shl (i32.and (local.get $r) (i32.const 7)) (i32.const 2)))
      (if (i32.ge_u (local.get $r) (i32.const 24))
        (then (local.set $at (i32.sub (i32.const 28) (local.get $at)))))
      (local.set $x (i32.add (local.get $a) (i32.load (i32.add (local.get $key) (local.get $at)))))
      (local.set $x
        (i32.xor
          (i32.xor
            (i32.load (i32.shl (i32.and (local.get $x) (i32.const 255)) (i32.const 2)))
            (i32.load offset=1024 (i32.and (i32.shr_u (local.get $x) (i32.const 6)) (i32.const 1020))))
          (i32.xor
            (i32.load offset=2048 (i32.and (i32.shr_u (local.get $x) (i32.const 14)) (i32.const 1020)))
            (i32.load offset=3072 (i32.and (i32.shr_u (local.get $x) (i32.const 22)) (i32.const 1020))))))
      (local.set $x (i32.xor (local.get $x) (local.get $b)))
      (local.set $b (local.get $a))
      (local.set $a (local.get $x))
      (local.set $r (i32.add (local.get $r) (i32.const 1)))
      (br_if $rounds (i32.lt_u (local.get $r) (i32.const 32))))
    (i64.or
      (i64.shl (i64.extend_i32_u (local.get $a)) (i64.const 32))
      (i64.extend_i32_u (local.get $b))))

  ;; A(Y) in place
  (func $shift (param $at i32)
    (local $low i64)
    (local.set $low (i64.xor (i64.load (local.get $at)) (i64.load offset=8 (local.get $at))))
    (i64.store (local.get $at) (i64.load offset=8 (local.get $at)))
    (i64.store offset=8 (local.get $at) (i64.load offset=16 (local.get $at)))
    (i64.store offset=16 (local.get $at) (i64.load offset=24 (local.get $at)))
    (i64.store offset=24 (local.get $at) (local.get $low)))

  ;; P(U xor V) into a key
  (func $key (param $out i32)
    (local $i i32) (local $k i32)
    (loop $words
      (i64.store offset=4608 (local.get $i)
        (i64.xor (i64.load offset=4288 (local.get $i)) (i64.load offset=4320 (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 8)))
      (br_if $words (i32.lt_u (local.get $i) (i32.const 32))))
    (loop $columns
      (i32.store (i32.add (local.get $out) (i32.shl (local.get $k) (i32.const 2)))
        (i32.or
          (i32.or
            (i32.load8_u offset=4608 (local.get $k))
            (i32.shl (i32.load8_u offset=4616 (local.get $k)) (i32.const 8)))
          (i32.or
            (i32.shl (i32.load8_u offset=4624 (local.get $k)) (i32.const 16))
            (i32.shl (i32.load8_u offset=4632 (local.get $k)) (i32.const 24)))))
      (local.set $k (i32.add (local.get $k) (i32.const 1)))
      (br_if $columns (i32.lt_u (local.get $k) (i32.const 8)))))

  ;; the register turns so many times; its last sixteen words come back to its beginning
  (func $mix (param $times i32)
    (local $i i32) (local $end i32)
    (local.set $end (i32.shl (local.get $times) (i32.const 1)))
    (loop $turns
      (i32.store16 offset=4384 (local.get $i)
        (i32.xor
          (i32.xor
            (i32.xor (i32.load16_u offset=4352 (local.get $i)) (i32.load16_u offset=4354 (local.get $i)))
            (i32.xor (i32.load16_u offset=4356 (local.get $i)) (i32.load16_u offset=4358 (local.get $i))))
          (i32.xor (i32.load16_u offset=4376 (local.get $i)) (i32.load16_u offset=4382 (local.get $i)))))
      (local.set $i (i32.add (local.get $i) (i32.const 2)))
      (br_if $turns (i32.lt_u (local.get $i) (local.get $end))))
    (memory.copy (i32.const 4352) (i32.add (i32.const 4352) (local.get $end)) (i32.const 32)))

  ;; the register xor 32 bytes
  (func $blend (param $at i32)
    (local $i i32)
    (loop $words
      (i64.store offset=4352 (local.get $i)
        (i64.xor (i64.load offset=4352 (local.get $i)) (i64.load (i32.add (local.get $at) (local.get $i)))))
      (local.set $i (i32.add (local.get $i) (i32.const 8)))
      (br_if $words (i32.lt_u (local.get $i) (i32.const 32)))))

  (func $step (param $block i32)
    (local $i i32)
    (memory.copy (i32.const 4288) (i32.const 4096) (i32.const 32))
    (memory.copy (i32.const 4320) (local.get $block) (i32.const 32))
    (call $key (i32.const 4160))
    (call $shift (i32.const 4288))
    (call $shift (i32.const 4320)) (call $shift (i32.const 4320))
    (call $key (i32.const 4192))
    (call $shift (i32.const 4288))
    (i64.store (i32.const 4288) (i64.xor (i64.load (i32.const 4288)) (i64.const 0xff00ff00ff00ff00)))
    (i64.store (i32.const 4296) (i64.xor (i64.load (i32.const 4296)) (i64.const 0x00ff00ff00ff00ff)))
    (i64.store (i32.const 4304) (i64.xor (i64.load (i32.const 4304)) (i64.const 0xff0000ff00ffff00)))
    (i64.store (i32.const 4312) (i64.xor (i64.load (i32.const 4312)) (i64.const 0xff00ffff000000ff)))
    (call $shift (i32.const 4320)) (call $shift (i32.const 4320))
    (call $key (i32.const 4224))
    (call $shift (i32.const 4288))
    (call $shift (i32.const 4320)) (call $shift (i32.const 4320))
    (call $key (i32.const 4256))
    (loop $quarters
      (i64.store offset=4352 (local.get $i)
        (call $encrypt
          (i64.load offset=4096 (local.get $i))
          (i32.add (i32.const 4160) (i32.shl (local.get $i) (i32.const 2)))))
      (local.set $i (i32.add (local.get $i) (i32.const 8)))
      (br_if $quarters (i32.lt_u (local.get $i) (i32.const 32))))
    (call $mix (i32.const 12))
    (call $blend (local.get $block))
    (call $mix (i32.const 1))
    (call $blend (i32.const 4096))
    (call $mix (i32.const 61))
    (memory.copy (i32.const 4096) (i32.const 4352) (i32.const 32)))

  ;; checksum + block, mod 2^256, in words of 32 bits
  (func $add (param $block i32)
    (local $i i32) (local $sum i64)
    (loop $words
      (local.set $sum
        (i64.add (i64.shr_u (local.get $sum) (i64.const 32))
          (i64.add (i64.load32_u offset=4128 (local.get $i))
            (i64.load32_u (i32.add (local.get $block) (local.get $i))))))
      (i64.store32 offset=4128 (local.get $i) (local.get $sum))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if $words (i32.lt_u (local.get $i) (i32.const 32)))))

  ;; so many blocks from 65536 on: state and checksum
  (func (export "blocks") (param $count i32)
    (local $at i32)
    (local.set $at (i32.const 65536))
    (block $done
      (loop $each
        (br_if $done (i32.eqz (local.get $count)))
        (call $add (local.get $at))
        (call $step (local.get $at))
        (local.set $at (i32.add (local.get $at) (i32.const 32)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $each)))))
