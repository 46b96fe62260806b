;; The compression of DSTU 7564 (Kupyna) for many blocks at once. What each part is: kupyna.py, the reference.
;; Memory: 0 eight tables of 256 columns · 16384 state (128 bytes) · 16512 P (128) · 16640 Q (128)
;;         16768 the round’s result (128) · 65536 blocks, as many as fit
(module
  (memory (export "memory") 3)

  ;; one byte of one row through its table
  (func $row (param $words i32) (param $column i32) (param $mask i32) (param $shift i32) (param $row i32)
    (result i64)
    (i64.load
      (i32.add
        (i32.shl (local.get $row) (i32.const 11))
        (i32.shl
          (i32.load8_u
            (i32.add
              (i32.add (local.get $words) (local.get $row))
              (i32.shl
                (i32.and (i32.sub (local.get $column) (local.get $shift)) (local.get $mask))
                (i32.const 3))))
          (i32.const 3)))))

  ;; substitution, shift of rows, mixing of columns, in place
  (func $mix (param $words i32) (param $mask i32)
    (local $column i32) (local $seventh i32)
    (local.set $seventh (select (i32.const 11) (i32.const 7) (i32.eq (local.get $mask) (i32.const 15))))
    (loop $columns
      (i64.store offset=16768 (i32.shl (local.get $column) (i32.const 3))
        (i64.xor
          (i64.xor
            (i64.xor
              (call $row (local.get $words) (local.get $column) (local.get $mask) (i32.const 0) (i32.const 0))
              (call $row (local.get $words) (local.get $column) (local.get $mask) (i32.const 1) (i32.const 1)))
            (i64.xor
              (call $row (local.get $words) (local.get $column) (local.get $mask) (i32.const 2) (i32.const 2))
              (call $row (local.get $words) (local.get $column) (local.get $mask) (i32.const 3) (i32.const 3))))
          (i64.xor
            (i64.xor
              (call $row (local.get $words) (local.get $column) (local.get $mask) (i32.const 4) (i32.const 4))
              (call $row (local.get $words) (local.get $column) (local.get $mask) (i32.const 5) (i32.const 5)))
            (i64.xor
              (call $row (local.get $words) (local.get $column) (local.get $mask) (i32.const 6) (i32.const 6))
              (call $row
                (local.get $words) (local.get $column) (local.get $mask) (local.get $seventh) (i32.const 7))))))
      (local.set $column (i32.add (local.get $column) (i32.const 1)))
      (br_if $columns (i32.le_u (local.get $column) (local.get $mask))))
    (memory.copy (local.get $words) (i32.const 16768)
      (i32.shl (i32.add (local.get $mask) (i32.const 1)) (i32.const 3))))

  ;; T⊕ (kind 0) or T+ (kind 1), in place
  (func $permute (param $words i32) (param $mask i32) (param $rounds i32) (param $kind i32)
    (local $round i32) (local $column i32) (local $at i32)
    (loop $each
      (local.set $column (i32.const 0))
      (loop $columns
        (local.set $at (i32.add (local.get $words) (i32.shl (local.get $column) (i32.const 3))))
        (if (local.get $kind)
          (then
            (i64.store (local.get $at)
              (i64.add (i64.load (local.get $at))
                (i64.or (i64.const 0xf0f0f0f0f0f0f3)
                  (i64.shl
                    (i64.extend_i32_u
                      (i32.xor (local.get $round)
                        (i32.shl (i32.sub (local.get $mask) (local.get $column)) (i32.const 4))))
                    (i64.const 56))))))
          (else
            (i64.store (local.get $at)
              (i64.xor (i64.load (local.get $at))
                (i64.extend_i32_u
                  (i32.xor (local.get $round) (i32.shl (local.get $column) (i32.const 4))))))))
        (local.set $column (i32.add (local.get $column) (i32.const 1)))
        (br_if $columns (i32.le_u (local.get $column) (local.get $mask))))
      (call $mix (local.get $words) (local.get $mask))
      (local.set $round (i32.add (local.get $round) (i32.const 1)))
      (br_if $each (i32.lt_u (local.get $round) (local.get $rounds)))))

  ;; so many blocks from 65536 on into the state; a block has mask + 1 words
  (func (export "blocks") (param $count i32) (param $mask i32) (param $rounds i32)
    (local $at i32) (local $i i32) (local $size i32)
    (local.set $at (i32.const 65536))
    (local.set $size (i32.shl (i32.add (local.get $mask) (i32.const 1)) (i32.const 3)))
    (block $done
      (loop $each
        (br_if $done (i32.eqz (local.get $count)))
        (memory.copy (i32.const 16640) (local.get $at) (local.get $size))
        (local.set $i (i32.const 0))
        (loop $words
          (i64.store offset=16512 (local.get $i)
            (i64.xor (i64.load offset=16384 (local.get $i)) (i64.load offset=16640 (local.get $i))))
          (local.set $i (i32.add (local.get $i) (i32.const 8)))
          (br_if $words (i32.lt_u (local.get $i) (local.get $size))))
        (call $permute (i32.const 16512) (local.get $mask) (local.get $rounds) (i32.const 0))
        (call $permute (i32.const 16640) (local.get $mask) (local.get $rounds) (i32.const 1))
        (local.set $i (i32.const 0))
        (loop $sums
          (i64.store offset=16384 (local.get $i)
            (i64.xor (i64.load offset=16384 (local.get $i))
              (i64.xor (i64.load offset=16512 (local.get $i)) (i64.load offset=16640 (local.get $i)))))
          (local.set $i (i32.add (local.get $i) (i32.const 8)))
          (br_if $sums (i32.lt_u (local.get $i) (local.get $size))))
        (local.set $at (i32.add (local.get $at) (local.get $size)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $each)))))
